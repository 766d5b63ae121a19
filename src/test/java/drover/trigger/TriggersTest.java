package drover.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.config.Configuration;
import drover.dispatch.KillSwitch;
import drover.factory.Server;
import drover.factory.Site;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.linear.LinearSamples;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.schemas.Schemas;
import drover.task.Mode;
import drover.task.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP, up to the ledger; dispatch is paused, so that no run begins. */
class TriggersTest {
  private static final String GITHUB_SECRET = "It's a Secret to Everybody";
  private static final String TOKEN = "token-of-the-knowledge-base";
  private static final String JOBS =
      """
      drover:
        jobs:
          onboard-client:
            prompt: none
            parameters:
              domain: {required: true, pattern: "[a-z0-9.-]+", example: acme.com}
              mode: {required: false, pattern: "full|update-skills", example: full}
              document: {required: false, pattern: "(?s).+", example: new prices}
            model: sonnet
            max-turns: 150
            repository: https://git.invalid/skills.git
            permission-mode: acceptEdits
            allowed-tools: [Read]
      """;

  @TempDir static Path directory;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Server server;
  private static Ledger ledger;

  @BeforeAll
  static void serve() throws IOException {
    Map<String, String> environment =
        Map.of(
            "LINEAR_WEBHOOK_SECRET", LinearSamples.SECRET,
            "GITHUB_WEBHOOK_SECRET", GITHUB_SECRET,
            "AI_WEBHOOK_TOKEN", TOKEN,
            "AFK_ALLOWLIST", "acme/site",
            "DROVER_HTTP_HOST", "127.0.0.1",
            "DROVER_HTTP_PORT", "0",
            "DROVER_HTTP_MANAGEMENT_PORT", "0");
    Redactor redactor = new Redactor(environment);
    ledger = Ledger.open(directory);
    new KillSwitch(ledger, Clock.system(), redactor).pause("test", "no run shall begin");
    Path file = Files.writeString(directory.resolve("jobs.yaml"), JOBS);
    server =
        Server.start(
            new Site(environment, directory, Path.of("").toAbsolutePath(), Optional.empty()),
            Configuration.load(Optional.of(file), environment),
            redactor,
            Mode.REHEARSAL);
  }

  @AfterAll
  static void stop() {
    server.close();
    ledger.close();
  }

  @Test
  void an_onboarding_ticket_becomes_one_run_however_often_linear_tells_it() {
    ObjectNode event = onboarding("acme.com", "2026-11-01T10:00:00.000Z");
    HttpResponse<String> first = linear(event);
    HttpResponse<String> again = linear(event.put("webhookId", "another"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(run(again)).isEqualTo(run(first));
    assertThat(first.headers().firstValue("Location")).contains("/api/runs/" + run(first).id());
    assertThat(run(first).source()).isEqualTo("linear");
    assertThat(task(first).params()).isEqualTo(Map.of("domain", "acme.com"));
    assertThat(task(first).requestedBy()).isEqualTo("Alice");
    assertThat(task(first).trigger()).isEqualTo("linear");
  }

  @Test
  void a_ticket_of_a_job_that_is_not_there_starts_nothing_and_says_so() {
    HttpResponse<String> answer = linear(now(LinearSamples.tree("issue.update.label-added")));
    assertNothingStarted(
        answer, "the job solve-linear-ticket is not available in this version; there are ");
  }

  @Test
  void a_label_that_was_there_before_starts_nothing_and_says_so() {
    assertNothingStarted(
        linear(now(LinearSamples.tree("issue.update.other-field-label-already-present"))),
        "the labels of the issue did not change");
  }

  @Test
  void linear_is_believed_only_with_its_signature_and_in_time() {
    byte[] body = utf8(onboarding("acme.de", "2026-11-01T10:00:00.001Z"));
    String right = Hmac.of(LinearSamples.SECRET, body);
    assertProblem(post("/webhook/linear", body, Map.of()), 401);
    assertProblem(post("/webhook/linear", new byte[0], Map.of("Linear-Signature", right)), 401);
    assertProblem(post("/webhook/linear", utf8("x"), Map.of("Linear-Signature", right)), 401);
    byte[] stale = utf8(LinearSamples.tree("issue.update.label-added"));
    String signature = Hmac.of(LinearSamples.SECRET, stale);
    assertProblem(post("/webhook/linear", stale, Map.of("Linear-Signature", signature)), 400);
  }

  @Test
  void a_dispatch_becomes_one_run_for_its_repository_and_its_redelivery_gives_it_again() {
    String payload = "{'job':'publisher','prompt':'Write about åäö','branch':'main'}";
    HttpResponse<String> first = github("d-1", dispatch("acme/site", payload));
    HttpResponse<String> again = github("d-1", dispatch("acme/site", payload));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(run(again)).isEqualTo(run(first));
    assertThat(task(first).repository()).contains("https://github.com/acme/site.git");
    assertThat(task(first).prompt()).isEqualTo("Write about åäö");
    assertThat(task(first).requestedBy()).isEqualTo("octocat");
  }

  @Test
  void many_deliveries_of_one_dispatch_at_once_are_one_run() {
    byte[] body = dispatch("acme/site", "{'job':'publisher','prompt':'Write'}");
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 50)
            .mapToObj(
                any ->
                    CLIENT.sendAsync(
                        request("/webhook/github", body, headers("d-50", body)),
                        HttpResponse.BodyHandlers.ofString()))
            .toList();
    List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();

    assertThat(all).extracting(HttpResponse::statusCode).containsOnly(200, 201);
    assertThat(all).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(all).map(answer -> run(answer).id()).containsOnly(run(all.getFirst()).id());
  }

  @Test
  void what_github_may_not_start_is_answered_with_the_reason() {
    assertNothingStarted(
        github("d-2", dispatch("acme/other", "{'job':'publisher','prompt':'Write'}")),
        "repository_dispatch starts nothing: acme/other is not on drover.github.allowlist");
    assertNothingStarted(
        github("d-3", dispatch("acme/site", "{'prompt':'Write'}")), "there is no job refresh;");
    assertNothingStarted(
        github("d-4", dispatch("acme/site", "{'job':'publisher'}")),
        "the job publisher needs a prompt");
    assertNothingStarted(
        github("d-5", dispatch("acme/site", "{'job':'publisher','prompt':7}")),
        "client_payload: prompt is a text");
  }

  @Test
  void one_delivery_id_with_another_body_starts_nothing() {
    assertThat(
            github("d-6", dispatch("acme/site", "{'job':'publisher','prompt':'One'}")).statusCode())
        .isEqualTo(201);
    assertNothingStarted(
        github("d-6", dispatch("acme/site", "{'job':'publisher','prompt':'Two'}")),
        "the idempotency key d-6 belongs to run");
  }

  @Test
  void github_is_believed_only_with_its_signature_and_a_delivery() {
    byte[] body = dispatch("acme/site", "{'job':'publisher','prompt':'Write'}");
    String right = "sha256=" + Hmac.of(GITHUB_SECRET, body);
    assertProblem(post("/webhook/github", body, Map.of("X-GitHub-Event", "ping")), 401);
    assertProblem(
        post(
            "/webhook/github",
            body,
            Map.of("X-GitHub-Event", "repository_dispatch", "X-Hub-Signature-256", right)),
        400);
  }

  @Test
  void a_webhook_that_sends_forms_is_refused() {
    byte[] body = utf8("payload=%7B%7D");
    Map<String, String> headers = new java.util.HashMap<>(headers("d-7", body));
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    HttpResponse<String> answer = post("/webhook/github", body, headers);
    assertProblem(answer, 400);
    assertThat(answer.body()).contains("application/json");
  }

  @Test
  void the_same_document_of_a_client_is_the_same_update() {
    String body = "{'domain':'acme.com','document':'Prices rise.'}";
    HttpResponse<String> first = document(body, Map.of());
    HttpResponse<String> again = document(body, Map.of());
    HttpResponse<String> another = document(body, Map.of("Idempotency-Key", "monday"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(another.statusCode()).isEqualTo(201);
    assertThat(run(again)).isEqualTo(run(first));
    assertThat(task(first).job()).isEqualTo("onboard-client");
    assertThat(task(first).params())
        .isEqualTo(
            Map.of("domain", "acme.com", "mode", "update-skills", "document", "Prices rise."));
    assertThat(task(first).trigger()).isEqualTo("knowledge-base");
  }

  @Test
  void a_document_that_is_no_document_is_refused_and_a_key_is_not_used_twice() {
    assertProblem(document("{'domain':'acme.com'}", Map.of()), 400);
    assertProblem(document("{'domain':'acme.com','domain':'b.com','document':'x'}", Map.of()), 400);
    assertProblem(post("/webhook/knowledge-base", utf8("{}"), Map.of()), 401);
    Map<String, String> key = Map.of("Idempotency-Key", "tuesday");
    assertThat(document("{'domain':'acme.com','document':'One'}", key).statusCode()).isEqualTo(201);
    assertProblem(document("{'domain':'acme.com','document':'Two'}", key), 409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhook/linear", "/webhook/github", "/webhook/knowledge-base"})
  void a_door_is_only_for_posting(String path) throws Exception {
    HttpRequest get = HttpRequest.newBuilder(uri(path)).build();
    assertProblem(CLIENT.send(get, HttpResponse.BodyHandlers.ofString()), 405);
  }

  private static ObjectNode onboarding(String domain, String updatedAt) {
    ObjectNode event = now(LinearSamples.tree("issue.update.label-added"));
    event.withObject("/data").put("title", "Onboard " + domain).put("updatedAt", updatedAt);
    event.withObject("/data/project").put("name", "Onboarding");
    return event;
  }

  private static ObjectNode now(ObjectNode event) {
    return event.put("webhookTimestamp", Clock.system().now().toEpochMilli());
  }

  private static byte[] dispatch(String repository, String payload) {
    return utf8(
        "{'action':'refresh','client_payload':%s,'sender':{'login':'octocat'},'repository':{'full_name':'%s','clone_url':'https://github.com/%s.git'}}\n"
            .formatted(payload, repository, repository)
            .replace('\'', '"'));
  }

  private static HttpResponse<String> linear(JsonNode event) {
    byte[] body = utf8(event);
    return post(
        "/webhook/linear",
        body,
        Map.of("Linear-Signature", Hmac.of(LinearSamples.SECRET, body), "Linear-Event", "Issue"));
  }

  private static HttpResponse<String> github(String delivery, byte[] body) {
    return post("/webhook/github", body, headers(delivery, body));
  }

  private static Map<String, String> headers(String delivery, byte[] body) {
    return Map.of(
        "X-GitHub-Event",
        "repository_dispatch",
        "X-GitHub-Delivery",
        delivery,
        "X-Hub-Signature-256",
        "sha256=" + Hmac.of(GITHUB_SECRET, body));
  }

  private static HttpResponse<String> document(String body, Map<String, String> more) {
    Map<String, String> headers = new java.util.HashMap<>(more);
    headers.put("Authorization", "Bearer " + TOKEN);
    return post("/webhook/knowledge-base", utf8(body.replace('\'', '"')), headers);
  }

  private static HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) {
    return CLIENT
        .sendAsync(request(path, body, headers), HttpResponse.BodyHandlers.ofString())
        .join();
  }

  private static HttpRequest request(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    request.setHeader("Content-Type", "application/json; charset=utf-8");
    headers.forEach(request::setHeader);
    return request.build();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static RunRecord run(HttpResponse<String> answer) {
    return ledger.read().runs().find(Json.tree(answer.body()).path("run").asText()).orElseThrow();
  }

  private static Task task(HttpResponse<String> answer) {
    return Json.read(run(answer).taskJson(), Task.class);
  }

  private static void assertNothingStarted(HttpResponse<String> answer, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Schemas.problems("not-started", answer.body())).isEmpty();
    assertThat(Json.tree(answer.body()).path("reason").asText()).startsWith(reason);
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.tree(answer.body()).path("status").asInt()).isEqualTo(status);
  }

  private static byte[] utf8(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
