package drover.operate;

import static drover.operate.StartedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.ledger.AuditTable.Entry;
import drover.schemas.Schemas;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done over HTTP with runs that a server executes, or that ended blocked. */
class LiveRunsTest {

  @Test
  void a_run_that_is_executed_is_cancelled_and_not_retried(@TempDir Path directory) {
    try (StartedServer server = misbehaving("hang", directory)) {
      String run = server.handIn("Hangs");
      server.awaitState(run, "running");

      HttpResponse<String> retried = server.post("/api/runs/" + run + "/retry", "");
      JsonNode why = json(server.get("/api/why?run=" + run));
      HttpResponse<String> cancelled = server.post("/api/runs/" + run + "/cancel", "");
      server.awaitState(run, "cancelled");

      assertThat(retried.statusCode()).isEqualTo(409);
      assertThat(json(retried).path("detail").asText()).contains("is being executed");
      assertThat(why.path("gate").asText()).isEqualTo("idle");
      assertThat(cancelled.statusCode()).isEqualTo(200);
      assertThat(server.audited(run)).extracting(Entry::what).containsExactly("cancel");
    }
  }

  @Test
  void a_blocked_run_is_approved_once_and_goes_on_by_itself(@TempDir Path directory) {
    try (StartedServer server = misbehaving("workflow", directory)) {
      String run = server.handIn("Changes a workflow");
      server.awaitState(run, "blocked");

      HttpResponse<String> approved =
          server.post("/api/runs/" + run + "/approve", "{\"why\":\"I wrote it\"}");
      server.awaitState(run, "succeeded");
      HttpResponse<String> again = server.post("/api/runs/" + run + "/approve", "");

      assertThat(approved.statusCode()).isEqualTo(200);
      assertThat(Schemas.problems("run", approved.body())).isEmpty();
      assertThat(json(approved).at("/approvals/0/why").asText()).isEqualTo("I wrote it");
      assertThat(json(approved).at("/approvals/0/approvedBy").asText()).isEqualTo("api");
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(server.audited(run))
          .extracting(Entry::what)
          .containsExactly("approve policy-refused");
    }
  }

  @Test
  void without_a_token_at_the_server_every_door_of_operators_is_shut(@TempDir Path directory) {
    try (StartedServer server = StartedServer.in(directory, Map.of("AI_WEBHOOK_TOKEN", ""))) {
      for (String path : new String[] {"/api/runs", "/api/why", "/api/runs/rabcdefg/events"}) {
        HttpResponse<String> answer = server.get(path);

        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(json(answer).path("detail").asText()).contains("AI_WEBHOOK_TOKEN");
      }
    }
  }

  private static StartedServer misbehaving(String how, Path directory) {
    return StartedServer.in(directory, Map.of("DROVER_REHEARSAL_MISBEHAVE", how));
  }
}
