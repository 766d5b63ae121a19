package drover.operate;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.Configuration;
import drover.factory.Server;
import drover.factory.Site;
import drover.json.Json;
import drover.ledger.AuditTable;
import drover.ledger.Ledger;
import drover.redact.Redactor;
import drover.task.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A server in this process that rehearses, and the API as a client sees it. */
public final class StartedServer implements AutoCloseable {
  public static final String TOKEN = "token-of-the-server-under-test";

  private final Map<String, String> environment;
  private final Path data;
  private final Server server;
  private final Ledger ledger;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private StartedServer(Map<String, String> environment, Path data) {
    this.environment = environment;
    this.data = data;
    Site site = new Site(environment, data, Path.of("").toAbsolutePath(), Optional.empty());
    this.server =
        Server.start(
            site,
            Configuration.load(Optional.empty(), environment),
            new Redactor(environment),
            Mode.REHEARSAL);
    this.ledger = Ledger.open(data);
  }

  /** Agents do not pause, and there is no browser. */
  public static StartedServer in(Path directory) {
    return in(directory, Map.of());
  }

  public static StartedServer in(Path directory, Map<String, String> more) {
    Path data = directory.resolve("data");
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", directory.toString());
    environment.put("DROVER_HOME", data.toString());
    environment.put("DROVER_HTTP_HOST", "127.0.0.1");
    environment.put("DROVER_HTTP_PORT", "0");
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_VERIFY_BROWSER", "/nonexistent/browser");
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_TURN_POLL_MS", "10");
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    return new StartedServer(environment, data);
  }

  public Map<String, String> environment() {
    return environment;
  }

  public Path data() {
    return data;
  }

  public int port() {
    return server.port();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** What another process sees of the same ledger. */
  public Ledger ledger() {
    return ledger;
  }

  public HttpClient client() {
    return client;
  }

  /** A request with the token. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN);
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  /**
   * @param body empty: none at all
   */
  public HttpResponse<String> post(String path, String body) {
    return send("POST", path, body);
  }

  public HttpResponse<String> put(String path, String body) {
    return send("PUT", path, body);
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return send(
        request(path)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** Hands in a task for the sample repository; gives back the id of its run. */
  public String handIn(String prompt) {
    HttpResponse<String> answer =
        post("/webhook", Json.write(Map.of("job", "publisher", "prompt", prompt)));
    return json(answer).path("run").asText();
  }

  public void pause() {
    put("/api/kill-switch", "{\"paused\":true,\"why\":\"a test\"}");
  }

  public void resume() {
    put("/api/kill-switch", "{\"paused\":false}");
  }

  /** Waits until a run is in the state. */
  public void awaitState(String run, String state) {
    await(run + " " + state, () -> state(run).equals(state));
  }

  public String state(String run) {
    return ledger.read().runs().find(run).orElseThrow().state().word();
  }

  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within a minute: " + what);
      }
      Thread.onSpinWait();
    }
  }

  /** What was audited of a run; of none: what was done with the factory. */
  public List<AuditTable.Entry> audited(String run) {
    return ledger.read().audit().ofRun(run);
  }

  public static JsonNode json(HttpResponse<String> answer) {
    return Json.tree(answer.body());
  }

  @Override
  public void close() {
    ledger.close();
    server.close();
  }
}
