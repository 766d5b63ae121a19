package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import drover.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two routes that Camel K builds, run on plain Camel against a webhook that is none. */
@Timeout(120)
class CamelKRoutesTest {
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer webhook;
  private Main camel;

  /** What arrived at the webhook. */
  private record Asked(String method, String token, String key, String type, String body) {}

  @BeforeEach
  void open() throws IOException {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/webhook",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          asked.add(
              new Asked(
                  exchange.getRequestMethod(),
                  headers.getFirst("Authorization"),
                  headers.getFirst("Idempotency-Key"),
                  headers.getFirst("Content-Type"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          byte[] body = "{\"run\":\"r1\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Location", "/api/runs/r1");
          exchange.sendResponseHeaders(answers.isEmpty() ? 201 : answers.pop(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    webhook.start();
  }

  @AfterEach
  void close() {
    camel.stop();
    webhook.stop(0);
  }

  @Test
  void the_schedule_asks_for_a_triage_under_one_key_until_it_is_taken() throws Exception {
    answers.add(503);
    run("triage-schedule", Map.of("triage.cron", "0/1 * * * * ?", "drover.token", "t0ken"));

    Asked first = asked.poll(60, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.token()).isEqualTo("Bearer t0ken");
    assertThat(first.type()).startsWith("application/json");
    assertThat(Json.read(first.body(), Map.class)).isEqualTo(Map.of("job", "solve-chatbot-issues"));
    assertThat(first.key()).matches("triage-\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    Asked again = asked.poll(60, TimeUnit.SECONDS);
    while (again != null && !again.key().equals(first.key())) {
      again = asked.poll(60, TimeUnit.SECONDS); // later firings do not wait for the one that failed
    }
    assertThat(again).isEqualTo(first);
  }

  @Test
  void the_relay_hands_on_a_request_and_its_answer() throws Exception {
    int port = run("webhook-relay", Map.of());

    HttpResponse<String> answer = relay(port, "{\"job\":\"publisher\",\"prompt\":\"x\"}");

    assertThat(asked.take())
        .isEqualTo(
            new Asked(
                "POST",
                "Bearer caller",
                "k1",
                "application/json",
                "{\"job\":\"publisher\",\"prompt\":\"x\"}"));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"run\":\"r1\"}");
    assertThat(answer.headers().firstValue("Location")).contains("/api/runs/r1");
  }

  @Test
  void a_refusal_is_handed_back_as_it_is() throws Exception {
    answers.add(401);
    int port = run("webhook-relay", Map.of());

    assertThat(relay(port, "{}").statusCode()).isEqualTo(401);
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_drover_that_does_not_answer_is_a_bad_gateway() throws Exception {
    int port = run("webhook-relay", Map.of("drover.webhook", "http://127.0.0.1:1/webhook"));

    HttpResponse<String> answer = relay(port, "{}");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    assertThat(answer.body()).contains("\"status\":502");
  }

  private int run(String name, Map<String, String> properties) throws IOException {
    int port = freePort();
    camel = new Main();
    camel
        .configure()
        .withRoutesIncludePattern(
            "file:"
                + Workbench.ROOT.resolve("camel-k-integrations/source/" + name + ".camel.yaml"));
    camel.configure().withAutoConfigurationLogSummary(false);
    camel.configure().withShutdownTimeout(5);
    camel.configure().httpServer().withEnabled(true).withHost("127.0.0.1").withPort(port);
    camel.addInitialProperty(
        "drover.webhook", "http://127.0.0.1:" + webhook.getAddress().getPort() + "/webhook");
    properties.forEach(camel::addInitialProperty);
    camel.start();
    return port;
  }

  private static HttpResponse<String> relay(int port, String body) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/relay"))
              .header("Authorization", "Bearer caller")
              .header("Idempotency-Key", "k1")
              .header("Content-Type", "application/json")
              .header("X-Other", "dropped")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
