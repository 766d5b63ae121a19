package drover.server;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.Configuration;
import drover.factory.Server;
import drover.factory.Site;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.redact.Redactor;
import drover.task.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A server in this process, on free ports, with a data directory of its own. */
final class LiveServer implements AutoCloseable {
  static final String TOKEN = "token-of-the-tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path directory;
  private final Server server;

  private LiveServer(Path directory, Server server) {
    this.directory = directory;
    this.server = server;
  }

  /** One that rehearses. */
  static LiveServer rehearsing(Path directory, String... variables) {
    return start(Mode.REHEARSAL, directory, variables);
  }

  /**
   * @param variables names and values of its environment, in turn
   */
  static LiveServer start(Mode mode, Path directory, String... variables) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", directory.toString());
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.put("DROVER_HTTP_HOST", "127.0.0.1");
    environment.put("DROVER_HTTP_PORT", "0");
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_VERIFY_BROWSER", "no-browser-here");
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    environment.values().removeIf(String::isEmpty);
    Path root = Path.of("").toAbsolutePath();
    Site site = new Site(environment, directory, root, Optional.of(root));
    Configuration configuration = Configuration.load(Optional.empty(), environment);
    return new LiveServer(
        directory, Server.start(site, configuration, new Redactor(environment), mode));
  }

  int port() {
    return server.port();
  }

  /** Returns when every idle run has come before the gates. */
  void look() {
    server.look();
  }

  /** A request by who has the token. */
  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body) {
    return send(request(path).method(method, body));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(PATIENCE)
            .setHeader("Content-Type", "application/json")
            .setHeader("Authorization", "Bearer " + TOKEN);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpClient client() {
    return client;
  }

  /** Hands in a topic for the publisher. */
  JsonNode publish(String topic) {
    return json(post("/webhook", Json.write(Map.of("job", "publisher", "prompt", topic))));
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.tree(answer.body());
  }

  List<RunRecord> runs() {
    try (Ledger ledger = Ledger.open(directory)) {
      return ledger.read().runs().list(Optional.empty(), Optional.empty(), 100_000);
    }
  }

  /** Waits until a run is as it should be. */
  RunRecord await(String run, Predicate<RunRecord> expected) {
    try (Ledger ledger = Ledger.open(directory)) {
      Instant deadline = Instant.now().plus(PATIENCE);
      RunRecord now = ledger.read().runs().find(run).orElseThrow();
      while (!expected.test(now)) {
        if (Instant.now().isAfter(deadline)) {
          throw new AssertionError("the run stays " + now);
        }
        Thread.onSpinWait();
        now = ledger.read().runs().find(run).orElseThrow();
      }
      return now;
    }
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
