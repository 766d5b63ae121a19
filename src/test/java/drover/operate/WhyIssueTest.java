package drover.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.schemas.Schemas;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of an issue on GitHub. */
class WhyIssueTest {
  @TempDir private Path folder;

  @Test
  void every_gate_is_told_and_a_repository_off_the_allowlist_is_not_asked_about() {
    try (StartedServer server = StartedServer.in(folder)) {
      HttpResponse<String> answer = server.get("/api/why?issue=acme/site%2312");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Schemas.problems("why", answer.body())).isEmpty();
      JsonNode gates = Json.tree(answer.body()).path("gates");
      assertThat(gates.valueStream().map(gate -> gate.path("gate").asText()))
          .containsExactly(
              "poll", "kill-switch", "job", "allowlist", "enrolled", "repository-free", "github");
      assertThat(gates.path(6).path("why").asText()).contains("was not looked at");
      assertThat(server.get("/api/why?issue=acme").statusCode()).isEqualTo(400);
    }
  }
}
