package drover.trigger;

import static drover.trigger.TriggerBench.GITHUB_SECRET;
import static drover.trigger.TriggerBench.assertNothingStarted;
import static drover.trigger.TriggerBench.assertProblem;
import static drover.trigger.TriggerBench.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.linear.LinearSamples;
import drover.machine.Clock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP, up to the ledger. */
class TriggersTest {
  @TempDir static Path directory;
  private static TriggerBench bench;

  @BeforeAll
  static void serve() throws IOException {
    bench = new TriggerBench(directory);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void an_onboarding_ticket_becomes_one_run_however_often_linear_tells_it() {
    ObjectNode event = onboarding("acme.com", "2026-11-01T10:00:00.000Z");
    HttpResponse<String> first = bench.linear(event);
    HttpResponse<String> again = bench.linear(event.put("webhookId", "another"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(bench.run(again)).isEqualTo(bench.run(first));
    assertThat(first.headers().firstValue("Location"))
        .contains("/api/runs/" + bench.run(first).id());
    assertThat(bench.run(first).source()).isEqualTo("linear");
    assertThat(bench.task(first).params()).isEqualTo(Map.of("domain", "acme.com"));
    assertThat(bench.task(first).requestedBy()).isEqualTo("Alice");
    assertThat(bench.task(first).trigger()).isEqualTo("linear");
  }

  @Test
  void a_ticket_that_is_made_ready_becomes_a_run_on_a_branch_of_its_name() {
    HttpResponse<String> answer = bench.linear(now(LinearSamples.tree("issue.update.label-added")));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(bench.task(answer).job()).isEqualTo("solve-linear-ticket");
    assertThat(bench.task(answer).params())
        .isEqualTo(Map.of("ticket", "ENG-123", "branch", "feature/eng-123", "database", "none"));
  }

  @Test
  void a_label_that_was_there_before_starts_nothing_and_says_so() {
    assertNothingStarted(
        bench.linear(now(LinearSamples.tree("issue.update.other-field-label-already-present"))),
        "the labels of the issue did not change");
  }

  @Test
  void linear_is_believed_only_with_its_signature_and_in_time() {
    byte[] body = utf8(onboarding("acme.de", "2026-11-01T10:00:00.001Z"));
    String right = Hmac.of(LinearSamples.SECRET, body);
    assertProblem(bench.post("/webhook/linear", body, Map.of()), 401);
    assertProblem(
        bench.post("/webhook/linear", new byte[0], Map.of("Linear-Signature", right)), 401);
    assertProblem(bench.post("/webhook/linear", utf8("x"), Map.of("Linear-Signature", right)), 401);
    byte[] stale = utf8(LinearSamples.tree("issue.update.label-added"));
    String signature = Hmac.of(LinearSamples.SECRET, stale);
    assertProblem(bench.post("/webhook/linear", stale, Map.of("Linear-Signature", signature)), 400);
  }

  @Test
  void a_dispatch_becomes_one_run_for_its_repository_and_its_redelivery_gives_it_again() {
    String payload = "{'job':'publisher','prompt':'Write about åäö','branch':'main'}";
    HttpResponse<String> first = bench.github("d-1", dispatch("acme/site", payload));
    HttpResponse<String> again = bench.github("d-1", dispatch("acme/site", payload));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(bench.run(again)).isEqualTo(bench.run(first));
    assertThat(bench.task(first).repository()).contains("https://github.com/acme/site.git");
    assertThat(bench.task(first).prompt()).isEqualTo("Write about åäö");
    assertThat(bench.task(first).requestedBy()).isEqualTo("octocat");
  }

  @Test
  void many_deliveries_of_one_dispatch_at_once_are_one_run() {
    byte[] body = dispatch("acme/site", "{'job':'publisher','prompt':'Write'}");
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 50).mapToObj(any -> bench.githubLater("d-50", body)).toList();
    List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();

    assertThat(all).extracting(HttpResponse::statusCode).containsOnly(200, 201);
    assertThat(all).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(all)
        .map(answer -> bench.run(answer).id())
        .containsOnly(bench.run(all.getFirst()).id());
  }

  @Test
  void what_github_may_not_start_is_answered_with_the_reason() {
    assertNothingStarted(
        bench.github("d-2", dispatch("acme/other", "{'job':'publisher','prompt':'Write'}")),
        "repository_dispatch starts nothing: acme/other is not on drover.github.allowlist");
    assertNothingStarted(
        bench.github("d-3", dispatch("acme/site", "{'prompt':'Write'}")),
        "there is no job refresh;");
    assertNothingStarted(
        bench.github("d-4", dispatch("acme/site", "{'job':'publisher'}")),
        "the job publisher needs a prompt");
    assertNothingStarted(
        bench.github("d-5", dispatch("acme/site", "{'job':'publisher','prompt':7}")),
        "client_payload: prompt is a text");
  }

  @Test
  void one_delivery_id_with_another_body_starts_nothing() {
    assertThat(
            bench
                .github("d-6", dispatch("acme/site", "{'job':'publisher','prompt':'One'}"))
                .statusCode())
        .isEqualTo(201);
    assertNothingStarted(
        bench.github("d-6", dispatch("acme/site", "{'job':'publisher','prompt':'Two'}")),
        "the idempotency key d-6 belongs to run");
  }

  @Test
  void github_is_believed_only_with_its_signature_and_a_delivery() {
    byte[] body = dispatch("acme/site", "{'job':'publisher','prompt':'Write'}");
    String right = "sha256=" + Hmac.of(GITHUB_SECRET, body);
    assertProblem(bench.post("/webhook/github", body, Map.of("X-GitHub-Event", "ping")), 401);
    assertProblem(
        bench.post(
            "/webhook/github",
            body,
            Map.of("X-GitHub-Event", "repository_dispatch", "X-Hub-Signature-256", right)),
        400);
  }

  @Test
  void a_webhook_that_sends_forms_is_refused() {
    byte[] body = utf8("payload=%7B%7D");
    Map<String, String> headers = new HashMap<>(TriggerBench.headers("d-7", body));
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    HttpResponse<String> answer = bench.post("/webhook/github", body, headers);
    assertProblem(answer, 400);
    assertThat(answer.body()).contains("application/json");
  }

  @Test
  void a_document_is_taken_from_curl_as_it_sends_by_default() {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertThat(bench.document("{'domain':'acme.com','document':'a=b&c=%41'}", form).statusCode())
        .isEqualTo(201);
  }

  @Test
  void the_same_document_of_a_client_is_the_same_update() {
    String body = "{'domain':'acme.com','document':'Prices rise.'}";
    HttpResponse<String> first = bench.document(body, Map.of());
    HttpResponse<String> again = bench.document(body, Map.of());
    HttpResponse<String> another = bench.document(body, Map.of("Idempotency-Key", "monday"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(another.statusCode()).isEqualTo(201);
    assertThat(bench.run(again)).isEqualTo(bench.run(first));
    assertThat(bench.task(first).job()).isEqualTo("onboard-client");
    assertThat(bench.task(first).params())
        .isEqualTo(
            Map.of("domain", "acme.com", "mode", "update-skills", "document", "Prices rise."));
    assertThat(bench.task(first).trigger()).isEqualTo("knowledge-base");
  }

  @Test
  void a_document_that_is_no_document_is_refused_and_a_key_is_not_used_twice() {
    assertProblem(bench.document("{'domain':'acme.com'}", Map.of()), 400);
    assertProblem(
        bench.document("{'domain':'acme.com','domain':'b.com','document':'x'}", Map.of()), 400);
    assertProblem(bench.post("/webhook/knowledge-base", utf8("{}"), Map.of()), 401);
    Map<String, String> key = Map.of("Idempotency-Key", "tuesday");
    assertThat(bench.document("{'domain':'acme.com','document':'One'}", key).statusCode())
        .isEqualTo(201);
    assertProblem(bench.document("{'domain':'acme.com','document':'Two'}", key), 409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhook/linear", "/webhook/github", "/webhook/knowledge-base"})
  void a_door_is_only_for_posting(String path) {
    assertProblem(bench.get(path), 405);
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
}
