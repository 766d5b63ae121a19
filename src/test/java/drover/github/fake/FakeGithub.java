package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import drover.machine.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A GitHub Enterprise Server on loopback that remembers what was done: its API at {@code /api/v3},
 * its repositories over smart HTTP. Every request and every answer is judged by GitHub's own
 * description of its API.
 */
public final class FakeGithub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/v3";

  /** Where logs are, to which the API only leads; no credential comes here. */
  static final String KEPT_LOGS = "/kept-logs/";

  private final List<FakeRepository> repositories = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean isStrict = true;
  private final AtomicLong folders = new AtomicLong();
  private final FakeCredentials credentials;
  private final FakeApi api;
  private final GitBackend git;
  private final FaultyDoor door;
  private final HttpServer server;
  private final Path directory;

  public FakeGithub(Path directory, Clock clock) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    this.credentials = new FakeCredentials(clock);
    this.api =
        new FakeApi(
            repositories, credentials, new Bodies(URI.create(webUrl()), apiUrl()), apiUrl());
    this.git = new GitBackend(repositories, credentials);
    this.door = new FaultyDoor();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  public String webUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public String apiUrl() {
    return webUrl() + API;
  }

  public FakeCredentials credentials() {
    return credentials;
  }

  /** An empty repository; {@code owner/name}. */
  public FakeRepository repository(String fullName) {
    Path bare = directory.resolve("r" + folders.getAndIncrement() + ".git");
    GitCommand.run(
        directory, "init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
    GitCommand.run(bare, "config", "http.receivepack", "true");
    FakeRepository made = new FakeRepository(1_296_269L + repositories.size(), fullName, bare);
    repositories.add(made);
    return made;
  }

  /** From now on there is none. */
  public void forgetRepositories() {
    repositories.clear();
  }

  public String cloneUrl(FakeRepository repository) {
    return webUrl() + "/" + repository.fullName() + ".git";
  }

  /** Something goes wrong. */
  public void plan(Fault.Planned fault) {
    door.plan(fault);
  }

  /** Whom every request has to pass from now on. */
  public void keptBy(Doorkeeper keeper) {
    door.keptBy(keeper);
  }

  /** What the secondary limit asks for. */
  public void askForPatience(Duration duration) {
    door.askForPatience(duration);
  }

  /** Method and path of every request that changed something, in their order. */
  public List<String> changes() {
    return door.changes();
  }

  /** What was asked since the last {@link #forgetRequests}, in its order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many answers had to be sent in full, which is what counts against the rate limit. */
  public long sent() {
    return sent.get();
  }

  /** Counts from 0 again. */
  public void forgetRequests() {
    requests.clear();
    door.forget();
  }

  /** Where a request or an answer is not as GitHub describes it. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      if (path.startsWith(API + KEPT_LOGS)) {
        sendLog(exchange, path.substring((API + KEPT_LOGS).length()));
      } else if (path.startsWith(API)) {
        FakeRequest request = api.canonical(request(exchange, body));
        door.pass(exchange, () -> judged(request));
      } else {
        door.passGit(exchange, () -> git.answer(exchange, body));
      }
    } catch (IOException e) {
      violations.add("the fake itself: " + e); // the client is gone, which no test expects
    } catch (RuntimeException e) {
      violations.add("the fake itself: " + e);
      throw e;
    }
  }

  private void sendLog(HttpExchange exchange, String id) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Authorization")) {
      violations.add("a credential came to where logs are kept");
    }
    String log =
        repositories.stream()
            .flatMap(repository -> repository.ci.all().stream())
            .filter(check -> ("" + check.id).equals(id))
            .map(check -> check.log)
            .findFirst()
            .orElse("");
    byte[] text = log.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
  }

  /** Thousands of requests of a kind that other tests have judged are only answered. */
  public void judgesNoMore() {
    isStrict = false;
  }

  private FakeAnswer judged(FakeRequest request) {
    if (!isStrict) {
      return withTag(request, api.answer(request));
    }
    OfficialApi official = OfficialApi.get();
    String name = request.method() + " " + request.path() + ": ";
    official.problems(request).forEach(problem -> violations.add(name + problem));
    FakeAnswer answer = api.answer(request);
    official.problems(request, answer).forEach(problem -> violations.add(name + problem));
    return withTag(request, answer);
  }

  /** What has not changed is not sent again. */
  private FakeAnswer withTag(FakeRequest request, FakeAnswer answer) {
    String tag = "\"%x\"".formatted(answer.body().hashCode());
    boolean isKnown = request.header("if-none-match").equals(tag);
    if (!request.method().equals("GET") || answer.status() != 200 || !isKnown) {
      sent.incrementAndGet();
    }
    if (!request.method().equals("GET") || answer.status() != 200) {
      return answer;
    }
    return isKnown
        ? FakeAnswer.of(304, MissingNode.getInstance()).with("ETag", tag)
        : answer.with("ETag", tag);
  }

  private static FakeRequest request(HttpExchange exchange, byte[] body) throws IOException {
    URI uri = exchange.getRequestURI();
    String path = uri.getPath().substring(API.length());
    Map<String, String> query = new TreeMap<>();
    for (String one : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
      String[] parts = one.split("=", 2);
      query.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
    }
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    JsonNode json = body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    return new FakeRequest(exchange.getRequestMethod(), path, path, query, headers, json);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
