package drover.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A server whose doors are open on loopback, up to the ledger; dispatch is paused, so that no run
 * begins.
 */
final class TriggerBench implements AutoCloseable {
  static final String GITHUB_SECRET = "It's a Secret to Everybody";

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

  private final HttpClient client = HttpClient.newHttpClient();
  private final Ledger ledger;
  private final Server server;

  TriggerBench(Path directory) throws IOException {
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
    this.ledger = Ledger.open(directory);
    new KillSwitch(ledger, Clock.system(), redactor).pause("test", "no run shall begin");
    Path file = Files.writeString(directory.resolve("jobs.yaml"), JOBS);
    this.server =
        Server.start(
            new Site(environment, directory, Path.of("").toAbsolutePath(), Optional.empty()),
            Configuration.load(Optional.of(file), environment),
            redactor,
            Mode.REHEARSAL);
  }

  @Override
  public void close() {
    client.close();
    server.close();
    ledger.close();
  }

  HttpResponse<String> linear(JsonNode event) {
    byte[] body = utf8(event);
    return post(
        "/webhook/linear",
        body,
        Map.of("Linear-Signature", Hmac.of(LinearSamples.SECRET, body), "Linear-Event", "Issue"));
  }

  HttpResponse<String> github(String delivery, byte[] body) {
    return post("/webhook/github", body, headers(delivery, body));
  }

  static Map<String, String> headers(String delivery, byte[] body) {
    return Map.of(
        "X-GitHub-Event",
        "repository_dispatch",
        "X-GitHub-Delivery",
        delivery,
        "X-Hub-Signature-256",
        "sha256=" + Hmac.of(GITHUB_SECRET, body));
  }

  HttpResponse<String> document(String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Authorization", "Bearer " + TOKEN);
    return post("/webhook/knowledge-base", utf8(body.replace('\'', '"')), headers);
  }

  HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) {
    return send(path, body, headers).join();
  }

  CompletableFuture<HttpResponse<String>> githubLater(String delivery, byte[] body) {
    return send("/webhook/github", body, headers(delivery, body));
  }

  HttpResponse<String> get(String path) {
    HttpRequest get = HttpRequest.newBuilder(uri(path)).build();
    return client.sendAsync(get, HttpResponse.BodyHandlers.ofString()).join();
  }

  private CompletableFuture<HttpResponse<String>> send(
      String path, byte[] body, Map<String, String> headers) {
    return client.sendAsync(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    request.setHeader("Content-Type", "application/json; charset=utf-8");
    headers.forEach(request::setHeader);
    return request.build();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  RunRecord run(HttpResponse<String> answer) {
    return ledger.read().runs().find(Json.tree(answer.body()).path("run").asText()).orElseThrow();
  }

  Task task(HttpResponse<String> answer) {
    return Json.read(run(answer).taskJson(), Task.class);
  }

  static void assertNothingStarted(HttpResponse<String> answer, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Schemas.problems("not-started", answer.body())).isEmpty();
    assertThat(Json.tree(answer.body()).path("reason").asText()).startsWith(reason);
  }

  static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Json.tree(answer.body()).path("status").asInt()).isEqualTo(status);
  }

  static byte[] utf8(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
