package drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.task.Mode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /webhook} over real HTTP, to a server whose runs wait for a credential. */
class WebhookDoorTest {
  private static final String TASK = "{\"job\":\"publisher\",\"prompt\":\"hello\"}";

  @TempDir private static Path directory;
  private static LiveServer server;

  @BeforeAll
  static void open() {
    server = LiveServer.start(Mode.REAL, directory);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void a_task_is_durable_when_it_is_accepted() {
    HttpResponse<String> answer = server.post("/webhook", TASK);

    assertThat(answer.statusCode()).isEqualTo(201);
    JsonNode receipt = LiveServer.json(answer);
    String run = receipt.path("run").asText();
    assertThat(receipt.path("name").asText()).isEqualTo(run);
    assertThat(receipt.path("message").asText()).isNotBlank();
    assertThat(receipt.path("state").asText()).isEqualTo("queued");
    assertThat(receipt.path("position").asInt()).isPositive();
    assertThat(answer.headers().firstValue("Location")).contains("/api/runs/" + run);
    assertThat(server.runs()).extracting(RunRecord::id).contains(run);
  }

  @Test
  void without_a_credential_a_real_run_stays_queued() {
    String run = server.publish("patience").path("run").asText();
    assertThat(server.await(run, now -> true).state()).isEqualTo(RunState.QUEUED);
  }

  @Test
  void the_same_key_is_the_same_run_and_with_another_task_a_conflict() {
    HttpResponse<String> first = server.post("/webhook", TASK, "Idempotency-Key", "k1");
    HttpResponse<String> again = server.post("/webhook", TASK, "Idempotency-Key", "k1");
    HttpResponse<String> other =
        server.post("/webhook", TASK.replace("hello", "bye"), "Idempotency-Key", "k1");

    assertThat(List.of(first.statusCode(), again.statusCode(), other.statusCode()))
        .containsExactly(201, 200, 409);
    assertThat(LiveServer.json(again).path("run")).isEqualTo(LiveServer.json(first).path("run"));
    isProblem(other, 409);
  }

  @Test
  void a_thousand_posts_of_one_key_are_one_run() throws Exception {
    List<Future<HttpResponse<String>>> posts;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      posts =
          IntStream.range(0, 1000)
              .mapToObj(
                  i ->
                      clients.submit(
                          () -> server.post("/webhook", TASK, "Idempotency-Key", "thousand")))
              .toList();
    }
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (Future<HttpResponse<String>> post : posts) {
      answers.add(post.get());
    }
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(999);
    assertThat(server.runs()).filteredOn(run -> run.idemKey().equals("thousand")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void another_method_is_refused(String method) {
    isProblem(server.send(method, "/webhook", BodyPublishers.noBody()), 405);
  }

  @ParameterizedTest
  @CsvSource({"''", "Basic dG9rZW4=", "Bearer", "Bearer nope", "token-of-the-tests"})
  void who_does_not_show_the_token_is_refused_whatever_the_body(String shown) {
    isProblem(server.post("/webhook", "{not json", "Authorization", shown), 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"agent\":",
        "[]",
        "null",
        "{\"agent\":\"publisher\"}",
        "{\"prompt\":\"x\"}",
        "{\"agent\":\"publisher\",\"prompt\":\"  \"}",
        "{\"agent\":\"publisher\",\"prompt\":7}",
        "{\"job\":\"no-such-job\",\"prompt\":\"x\"}",
        "{\"job\":\"implement-issue\",\"prompt\":\"x\"}",
        "{\"job\":\"publisher\",\"job\":\"agent\",\"prompt\":\"x\"}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"params\":{\"no\":\"such\"}}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"params\":[]}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"priority\":1000}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"runtime\":\"gemini\"}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"readOnly\":true}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"executor\":\"t3\"}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"repo\":\"../etc\"}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"repo\":\"https://me:secret@example.com/x\"}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"branch\":\"--upload-pack=x\"}",
        "{\"job\":\"publisher\",\"prompt\":\"x\",\"allowedTools\":\"--dangerously-skip-permissions\"}",
        "{\"agent\":\"../x\",\"prompt\":\"x\"}",
        "{\"agent\":\"publisher\",\"prompt\":\"a\\u0000b\"}"
      })
  void what_is_no_task_is_refused_with_what_would_be_right(String body) {
    int before = server.runs().size();
    isProblem(server.post("/webhook", body), 400);
    assertThat(server.runs()).hasSize(before);
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    isProblem(server.post("/webhook", new byte[] {'{', (byte) 0xff, '}'}), 400);
    isProblem(server.post("/webhook", "[".repeat(100_000)), 400);
    isProblem(server.post("/webhook", "x".repeat(1_200_000)), 400);
    isProblem(server.post("/webhook", "x".repeat(6_000_000)), 400);
  }

  @Test
  void a_key_of_control_characters_or_without_end_is_refused() {
    isProblem(server.post("/webhook", TASK, "Idempotency-Key", "k".repeat(201)), 400);
    isProblem(server.post("/webhook", TASK, "Idempotency-Key", "t\tb"), 400);
  }

  @Test
  void an_agent_that_is_no_job_is_done_by_the_job_for_agents() {
    HttpResponse<String> answer =
        server.post("/webhook", "{\"agent\":\"researcher\",\"prompt\":\"look\"}");

    assertThat(answer.statusCode()).isEqualTo(201);
    String run = LiveServer.json(answer).path("run").asText();
    RunRecord record = server.await(run, now -> true);
    assertThat(record.job()).isEqualTo("agent");
    assertThat(record.taskJson()).contains("\"agent\":\"researcher\"");
  }

  @Test
  void nothing_of_a_request_goes_back_in_headers() throws IOException {
    String answer =
        raw(
            "POST /webhook HTTP/1.1\r\nHost: x\r\nX-Mine: 1\r\nSet-Cookie: a=b\r\nAuthorization: Bearer "
                + LiveServer.TOKEN
                + "\r\nIdempotency-Key: k\u00e4\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("X-Mine", "Set-Cookie");
  }

  @Test
  void what_is_no_http_is_refused_and_the_server_goes_on() throws IOException {
    assertThat(raw("\u0016\u0003\u0001 not http\r\n\r\n")).contains("400");
    assertThat(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n")).contains("414");
    assertThat(server.get("/healthz").body()).isEqualTo("ok");
  }

  @Test
  void who_is_alive_is_told_without_a_token() {
    HttpResponse<String> answer =
        server.send(server.request("/healthz", "Authorization", "none").GET());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
  }

  @Test
  void a_path_that_leads_nowhere_is_a_problem_too() {
    isProblem(server.get("/nothing"), 404);
    isProblem(server.get("/webhook/../../etc/passwd"), 404);
  }

  private static void isProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = LiveServer.json(answer);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText())
        .isNotBlank()
        .doesNotContain("Exception", "\tat ", LiveServer.TOKEN);
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
