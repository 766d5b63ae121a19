package drover.operate;

import static drover.operate.StartedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.schemas.ApiDocument;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see over HTTP, of a server whose dispatch is paused. */
class OperationsTest {
  private static final ApiDocument DOCUMENT = ApiDocument.read();
  private static StartedServer server;

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = StartedServer.in(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void pause() {
    server.pause();
  }

  /** What one test has queued does not begin in another. */
  @AfterEach
  void leaveNothing() {
    server
        .ledger()
        .read()
        .openRuns()
        .ofServers()
        .forEach(run -> server.post("/api/runs/" + run.id() + "/cancel", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/runs, /api/runs",
    "GET, /api/runs/raaaaaaaaaaaaaaaa, /api/runs/{id}",
    "POST, /api/runs/raaaaaaaaaaaaaaaa/cancel, /api/runs/{id}/cancel",
    "POST, /api/runs/raaaaaaaaaaaaaaaa/retry, /api/runs/{id}/retry",
    "POST, /api/runs/raaaaaaaaaaaaaaaa/approve, /api/runs/{id}/approve",
    "GET, /api/runs/raaaaaaaaaaaaaaaa/events, /api/runs/{id}/events",
    "GET, /api/kill-switch, /api/kill-switch",
    "PUT, /api/kill-switch, /api/kill-switch",
    "GET, /api/why, /api/why",
    "GET, /api/stats, /api/stats"
  })
  void nobody_gets_in_without_the_token(String method, String path, String described) {
    for (String shown :
        new String[] {"", "Bearer", "Bearer nonsense", "Basic " + StartedServer.TOKEN}) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.uri(path)).method(method, BodyPublishers.noBody());
      if (!shown.isEmpty()) {
        request.header("Authorization", shown);
      }
      assertThat(kept(method + " " + described, server.send(request.build())).statusCode())
          .as(shown)
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/runs, GET",
    "DELETE, /api/runs/raaaaaaaaaaaaaaaa, GET",
    "GET, /api/runs/raaaaaaaaaaaaaaaa/cancel, POST",
    "GET, /api/runs/raaaaaaaaaaaaaaaa/retry, POST",
    "PUT, /api/runs/raaaaaaaaaaaaaaaa/approve, POST",
    "POST, /api/runs/raaaaaaaaaaaaaaaa/events, GET",
    "POST, /api/kill-switch, GET",
    "POST, /api/why, GET",
    "POST, /api/stats, GET",
    "GET, /webhook, POST",
    "POST, /healthz, GET"
  })
  void another_method_is_refused(String method, String path, String right) {
    HttpResponse<String> answer =
        server.send(server.request(path).method(method, BodyPublishers.noBody()).build());

    kept(right + " " + path.replace("raaaaaaaaaaaaaaaa", "{id}"), answer);
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void a_stream_has_no_head() {
    HttpRequest head =
        server
            .request("/api/runs/raaaaaaaaaaaaaaaa/events")
            .method("HEAD", BodyPublishers.noBody())
            .build();

    assertThat(server.send(head).statusCode()).isEqualTo(405);
  }

  @Test
  void runs_are_listed_newest_first_as_the_query_asks() {
    String older = server.handIn("The older");
    String newer = server.handIn("The newer");

    assertThat(ids(list("?limit=2&state=queued&job=publisher"))).containsExactly(newer, older);
    assertThat(ids(list("?limit=1"))).containsExactly(newer);
    assertThat(ids(list("?state=&job=&limit="))).contains(newer, older);
    assertThat(list("?state=frozen")).isEmpty();
    assertThat(list("?job=agent")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "state=sleeping, state",
    "state=QUEUED, state",
    "state=queued&state=failed, state",
    "job=a%20b, job",
    "job=%0d%0aX-Evil:%201, job",
    "limit=0, limit",
    "limit=1001, limit",
    "limit=-1, limit",
    "limit=ten, limit",
    "limit=99999999999999999999, limit",
    "limit=1&limit=2, limit"
  })
  void a_bad_parameter_is_named(String query, String parameter) {
    HttpResponse<String> answer = kept("GET /api/runs", server.get("/api/runs?" + query));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("detail").asText()).startsWith(parameter + " ");
  }

  @Test
  void a_run_is_found_by_its_id_and_by_enough_of_it() {
    String run = server.handIn("To be found");

    assertThat(json(show(run)).path("id").asText()).isEqualTo(run);
    assertThat(json(show(run.substring(0, 9))).path("prompt").asText()).isEqualTo("To be found");
  }

  @Test
  void the_path_says_which_run_whatever_else_is_said() {
    String run = server.handIn("The one in the path");
    String other = server.handIn("Another");

    HttpResponse<String> answer =
        server.send(
            server.request("/api/runs/" + run + "?id=" + other).header("id", other).build());

    assertThat(json(answer).path("id").asText()).isEqualTo(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raaaaaaaaaaaaaaaa",
        "r",
        "R%0d%0aX-Evil:%201",
        "..%2f..%2fledger.db",
        "%27%20or%201=1",
        "%00"
      })
  void an_unknown_run_is_not_found(String id) {
    for (String act : new String[] {"cancel", "retry", "approve"}) {
      HttpResponse<String> answer = server.post("/api/runs/" + id + "/" + act, "");
      assertThat(kept("POST /api/runs/{id}/" + act, answer).statusCode()).isEqualTo(404);
    }
    assertThat(show(id).statusCode()).isEqualTo(404);
    assertThat(show(id).headers().map()).doesNotContainKey("x-evil");
    assertThat(server.get("/api/runs/" + id + "/events").statusCode()).isEqualTo(404);
    assertThat(kept("GET /api/why", server.get("/api/why?run=" + id)).statusCode()).isEqualTo(404);
  }

  @Test
  void why_lists_every_gate_of_a_run_in_order() {
    String run = server.handIn("Held up");

    JsonNode why = json(kept("GET /api/why", server.get("/api/why?run=" + run)));

    assertThat(why.path("admitted").asBoolean()).isFalse();
    assertThat(why.path("gate").asText()).isEqualTo("kill-switch");
    assertThat(why.path("why").asText()).contains("dispatch is paused", "a test");
    assertThat(why.path("gates").findValuesAsText("gate"))
        .startsWith("kill-switch", "job", "idle", "place", "due")
        .contains("repository-lock", "job-concurrency", "concurrency", "budget", "credential")
        .endsWith("capacity", "sandbox");
    assertThat(why.path("gates").findValuesAsText("open")).containsOnlyOnce("false");
  }

  @Test
  void why_without_a_run_lists_all_that_nobody_executes() {
    String run = server.handIn("Held up too");

    JsonNode all = json(kept("GET /api/why", server.get("/api/why?run=")));

    assertThat(all.findValuesAsText("run")).contains(run);
    assertThat(all.findValuesAsText("gate")).containsOnly("kill-switch");
    assertThat(json(server.get("/api/why?limit=1"))).hasSize(1);
    assertThat(kept("GET /api/why", server.get("/api/why?limit=0")).statusCode()).isEqualTo(400);
  }

  @Test
  void why_says_of_a_run_that_is_over_that_it_is() {
    String run = server.handIn("Over soon");
    server.post("/api/runs/" + run + "/cancel", "");

    JsonNode why = json(kept("GET /api/why", server.get("/api/why?run=" + run)));

    assertThat(why.path("why").asText()).isEqualTo("it is over: cancelled");
    assertThat(why.path("gates")).isEmpty();
  }

  @Test
  void statistics_are_refused_as_not_available() {
    HttpResponse<String> answer = kept("GET /api/stats", server.get("/api/stats"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("detail").asText()).contains("not available in this version");
  }

  private static HttpResponse<String> show(String run) {
    return kept("GET /api/runs/{id}", server.get("/api/runs/" + run));
  }

  private static JsonNode list(String query) {
    return json(kept("GET /api/runs", server.get("/api/runs" + query)));
  }

  /** Every answer is as the document of the API says. */
  private static HttpResponse<String> kept(String operation, HttpResponse<String> answer) {
    DOCUMENT.requireKept(operation, answer);
    return answer;
  }

  private static List<String> ids(JsonNode runs) {
    return runs.findValuesAsText("id");
  }
}
