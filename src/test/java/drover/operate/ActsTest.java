package drover.operate;

import static drover.operate.StartedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.ledger.AuditTable.Entry;
import drover.ledger.RunState;
import drover.schemas.ApiDocument;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What operators do over HTTP: once, audited, or refused. Dispatch is paused, but where resumed.
 */
class ActsTest {
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
    server.ledger().read().openRuns().ofServers().forEach(run -> act(run.id(), "cancel", "", "x"));
  }

  @Test
  void cancel_ends_a_queued_run_and_says_who_did_it_and_why() {
    String run = server.handIn("Not wanted any more");

    HttpResponse<String> answer = act(run, "cancel", "{\"why\":\"not now\"}", "Ada Lovelace");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("state").asText()).isEqualTo("cancelled");
    assertThat(server.audited(run))
        .singleElement()
        .extracting(Entry::who, Entry::what, Entry::why)
        .containsExactly("Ada Lovelace", "cancel", "not now");
  }

  @Test
  void an_agent_can_be_told_more_before_it_begins_and_only_what_it_asked_is_answered() {
    String run = server.handIn("Something to be told of");

    HttpResponse<String> told = act(run, "tell", "{\"text\":\"Name the price\"}", "Ada Lovelace");
    HttpResponse<String> answered = act(run, "answer", "{\"text\":\"Yes\"}", "Ada Lovelace");
    HttpResponse<String> nothing = act(run, "tell", "{\"text\":\" \"}", "Ada Lovelace");
    HttpResponse<String> silent = act(run, "tell", "{}", "Ada Lovelace");

    assertThat(
            List.of(
                told.statusCode(),
                answered.statusCode(),
                nothing.statusCode(),
                silent.statusCode()))
        .containsExactly(200, 409, 400, 400);
    assertThat(server.audited(run))
        .singleElement()
        .extracting(Entry::who, Entry::what, Entry::why)
        .containsExactly("Ada Lovelace", "tell", "Name the price");
  }

  @Test
  void what_cannot_be_done_is_a_conflict_and_not_audited() {
    String run = server.handIn("Cancelled once");
    act(run, "approve", "", "x");
    act(run, "cancel", "", "x");

    HttpResponse<String> again = act(run, "cancel", "", "x");
    HttpResponse<String> approved = act(run, "approve", "{}", "x");
    HttpResponse<String> wrongStep = act(run, "retry", "{\"from\":\"deliver:7\"}", "x");

    assertThat(List.of(again.statusCode(), approved.statusCode(), wrongStep.statusCode()))
        .containsOnly(409);
    assertThat(json(again).path("detail").asText()).contains("is over already");
    assertThat(json(approved).path("detail").asText()).contains("nothing to approve");
    assertThat(json(wrongStep).path("detail").asText()).contains("no step deliver:7");
    assertThat(server.audited(run)).extracting(Entry::what).containsExactly("cancel");
  }

  @Test
  void a_retried_run_is_done_again_by_the_server() {
    String run = server.handIn("Wanted after all");
    act(run, "cancel", "", "x");

    HttpResponse<String> answer = act(run, "retry", "", "Grace");
    assertThat(json(answer).path("attempt").asInt()).isEqualTo(2);
    assertThat(json(answer).path("state").asText()).isEqualTo("queued");
    server.resume();
    server.awaitState(run, "succeeded");

    assertThat(server.audited(run))
        .extracting(entry -> entry.who() + " " + entry.what())
        .containsExactly("x cancel", "Grace retry");
    assertThat(act(run, "retry", "", "x").statusCode()).isEqualTo(409);
    assertThat(json(show(run)).path("effects").findValuesAsText("state")).containsOnly("confirmed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{\"why\":1}",
        "{\"why\":\"a\",\"why\":\"b\"}",
        "null",
        "\"why\"",
        "{\"from\":{}}"
      })
  void a_bad_body_is_refused_and_nothing_happens(String body) {
    String run = server.handIn("Stays queued");
    for (String act : new String[] {"cancel", "retry"}) {
      boolean isFine = act.equals("cancel") && body.contains("from");
      if (!isFine) {
        assertThat(act(run, act, body, "x").statusCode()).as(act).isEqualTo(400);
      }
    }
    assertThat(server.state(run)).isEqualTo(RunState.QUEUED.word());
    assertThat(server.audited(run)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "tab\there"})
  void who_is_no_name_is_the_api(String name) {
    String run = server.handIn("Anonymous");
    HttpRequest request =
        server
            .request("/api/runs/" + run + "/cancel")
            .header("X-Drover-User", name)
            .POST(BodyPublishers.noBody())
            .build();
    server.send(request);

    assertThat(server.audited(run)).extracting(Entry::who).containsExactly("api");
  }

  @Test
  void a_name_has_at_most_64_characters() {
    String longest = server.handIn("Longest");
    String longer = server.handIn("Longer");
    act(longest, "cancel", "", "n".repeat(64));
    act(longer, "cancel", "", "n".repeat(65));

    assertThat(server.audited(longest)).extracting(Entry::who).containsExactly("n".repeat(64));
    assertThat(server.audited(longer)).extracting(Entry::who).containsExactly("api");
  }

  @Test
  void the_kill_switch_tells_who_threw_it_when_and_why() {
    HttpRequest request =
        server
            .request("/api/kill-switch")
            .header("X-Drover-User", "Ada")
            .PUT(BodyPublishers.ofString("{\"paused\":true,\"why\":\"the house burns\"}"))
            .build();
    kept("PUT /api/kill-switch", server.send(request));

    JsonNode standing = json(kept("GET /api/kill-switch", server.get("/api/kill-switch")));
    assertThat(standing.path("paused").asBoolean()).isTrue();
    assertThat(standing.path("who").asText()).isEqualTo("Ada");
    assertThat(standing.path("why").asText()).isEqualTo("the house burns");
    assertThat(server.audited("").getLast())
        .extracting(Entry::who, Entry::what, Entry::why)
        .containsExactly("Ada", "pause", "the house burns");

    server.resume();
    assertThat(json(server.get("/api/kill-switch")).path("paused").asBoolean()).isFalse();
    assertThat(server.audited("").getLast().what()).isEqualTo("resume");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"paused\":\"true\"}", "{\"paused\":1}", "{\"paused\":null}", "no"})
  void a_switch_that_is_told_nothing_stays_where_it_is(String body) {
    HttpResponse<String> answer =
        kept("PUT /api/kill-switch", server.put("/api/kill-switch", body));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(server.get("/api/kill-switch")).path("paused").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8",
        "multipart/form-data; boundary=x",
        "text/plain",
        "none of all"
      })
  void a_body_is_read_as_it_is_whatever_it_is_called(String type) {
    HttpRequest request =
        server
            .request("/api/kill-switch")
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofString("{\"paused\":true,\"why\":\"a&b=c%20d\"}"))
            .build();

    HttpResponse<String> answer = kept("PUT /api/kill-switch", server.send(request));

    assertThat(json(answer).path("why").asText()).isEqualTo("a&b=c%20d");
  }

  @Test
  void no_credential_is_kept_in_the_audit() {
    String run = server.handIn("Told too much");
    act(
        run,
        "cancel",
        "{\"why\":\"the token is %s\"}".formatted(StartedServer.TOKEN),
        StartedServer.TOKEN);

    assertThat(server.audited(run))
        .singleElement()
        .satisfies(entry -> assertThat(entry.toString()).doesNotContain(StartedServer.TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada\r\nX-Evil: 1", "Ada\rX-Evil: 1", "Ada\nX-Evil: 1", "Ada\0"})
  void a_name_cannot_bring_headers_with_it(String name) throws IOException {
    String run = server.handIn("Injected");
    String answer =
        raw(
            "POST /api/runs/%s/cancel HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n"
                    .formatted(run)
                + "Authorization: Bearer %s\r\nX-Drover-User: %s\r\n\r\n"
                    .formatted(StartedServer.TOKEN, name));

    assertThat(answer).startsWith("HTTP/1.1 ").doesNotContainIgnoringCase("x-evil");
    assertThat(server.audited(run)).allMatch(entry -> List.of("Ada", "api").contains(entry.who()));
  }

  @Test
  void a_run_of_the_foreground_is_left_to_its_person() {
    String run = "rforegroundaaaaaa";
    server.ledger().write(tables -> Foreground.failed(tables, run));

    HttpResponse<String> retried = act(run, "retry", "", "x");
    HttpResponse<String> approved = act(run, "approve", "", "x");

    assertThat(List.of(retried.statusCode(), approved.statusCode())).containsOnly(409);
    assertThat(json(retried).path("detail").asText()).contains("begun in the foreground");
    assertThat(server.audited(run)).isEmpty();
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static HttpResponse<String> act(String run, String act, String body, String who) {
    HttpRequest request =
        server
            .request("/api/runs/" + run + "/" + act)
            .header("X-Drover-User", who)
            .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return kept("POST /api/runs/{id}/" + act, server.send(request));
  }

  /** Every answer is as the document of the API says. */
  private static HttpResponse<String> kept(String operation, HttpResponse<String> answer) {
    DOCUMENT.requireKept(operation, answer);
    return answer;
  }

  private static HttpResponse<String> show(String run) {
    return kept("GET /api/runs/{id}", server.get("/api/runs/" + run));
  }
}
