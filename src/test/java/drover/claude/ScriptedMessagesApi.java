package drover.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Plays the Anthropic Messages API on the loopback interface, so that the real CLI can be run
 * against answers that a test has written down.
 */
public final class ScriptedMessagesApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ConversationScript> scripts = new CopyOnWriteArrayList<>();
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Map<ScriptedStep, Integer> timesReached = new IdentityHashMap<>();
  private final AtomicInteger messages = new AtomicInteger();

  private ScriptedMessagesApi(HttpServer server) {
    this.server = server;
  }

  public static ScriptedMessagesApi start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      ScriptedMessagesApi api = new ScriptedMessagesApi(server);
      server.createContext("/", api::handle);
      server.setExecutor(api.threads);
      server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the CLI takes as {@code ANTHROPIC_BASE_URL}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A script for turns whose prompt matches; of several that match, the first one plays. */
  public ConversationScript whenPrompt(Predicate<String> prompt) {
    return add(ConversationScript.forPrompt(prompt));
  }

  /** A script for sessions whose requests match, whatever the prompt says. */
  public ConversationScript whenRequest(Predicate<ReceivedRequest> request) {
    return add(ConversationScript.forRequest(request));
  }

  public static Predicate<String> contains(String part) {
    return text -> text.contains(part);
  }

  public static Predicate<ReceivedRequest> systemPromptContains(String part) {
    return request -> request.systemPrompt().contains(part);
  }

  public static Predicate<ReceivedRequest> modelContains(String part) {
    return request -> request.model().contains(part);
  }

  public static Predicate<ReceivedRequest> offersTool(String name) {
    return request -> request.toolNames().contains(name);
  }

  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The requests for an answer of the model, in the order of their arrival. */
  public List<ReceivedRequest> messageRequests() {
    return requests.stream().filter(ScriptedMessagesApi::asksForMessage).toList();
  }

  public void verifyNothingUnexpected() {
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "The Messages API was asked for what no script foresees:\n"
              + String.join("\n", problems));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private ConversationScript add(ConversationScript script) {
    scripts.add(script);
    return script;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      ReceivedRequest request = receive(exchange);
      requests.add(request);
      if (asksForMessage(request)) {
        answer(exchange, request);
      } else if (request.method().equals("HEAD")) {
        exchange.sendResponseHeaders(200, NO_BODY);
      } else {
        refuseUnexpected(exchange, "No script for " + request.method() + " " + request.path());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, ReceivedRequest request)
      throws IOException, InterruptedException {
    Optional<ScriptedStep> scripted;
    try {
      scripted = stepFor(request);
    } catch (IllegalStateException e) {
      refuseUnexpected(exchange, e.getMessage());
      return;
    }
    if (scripted.isEmpty()) {
      refuseUnexpected(exchange, unscripted(request));
      return;
    }
    ScriptedStep step = scripted.get();
    step.gate().pass();
    Optional<ApiFailure> failure = step.failureAfter(earlierRequestsFor(step));
    if (failure.isPresent()) {
      fail(exchange, failure.get());
    } else {
      send(exchange, request, step);
    }
  }

  /** A resumed session holds several prompts: the script of the newest one has the word. */
  private Optional<ScriptedStep> stepFor(ReceivedRequest request) {
    ConversationScript chosen = null;
    int newest = -1;
    for (ConversationScript script : scripts) {
      int prompt = script.promptAnsweredIn(request).orElse(-1);
      if (prompt > newest) {
        chosen = script;
        newest = prompt;
      }
    }
    return chosen == null ? Optional.empty() : Optional.of(chosen.stepFor(request, newest));
  }

  private int earlierRequestsFor(ScriptedStep step) {
    synchronized (timesReached) {
      return timesReached.merge(step, 1, Integer::sum) - 1;
    }
  }

  private void send(HttpExchange exchange, ReceivedRequest request, ScriptedStep step)
      throws IOException {
    String messageId = "msg_%04d".formatted(messages.incrementAndGet());
    AnswerFormat answer = new AnswerFormat(messageId, request.model(), step);
    if (request.wantsStream()) {
      send(exchange, 200, "text/event-stream", answer.asEventStream());
    } else {
      send(exchange, 200, "application/json", answer.asMessage());
    }
  }

  private void fail(HttpExchange exchange, ApiFailure failure) throws IOException {
    switch (failure) {
      // Leaving without having sent anything closes the connection under the client.
      case ApiFailure.ConnectionDropped dropped -> {}
      case ApiFailure.Refused refused -> {
        refused.headers().forEach(exchange.getResponseHeaders()::set);
        String body = AnswerFormat.error(refused.type(), refused.message());
        send(exchange, refused.status(), "application/json", body);
      }
    }
  }

  private void refuseUnexpected(HttpExchange exchange, String problem) throws IOException {
    problems.add(problem);
    // Otherwise the CLI would try again for minutes, and the test would only then learn why.
    exchange.getResponseHeaders().set("x-should-retry", "false");
    send(exchange, 500, "application/json", AnswerFormat.error("api_error", problem));
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.getResponseHeaders().set("request-id", "req_scripted");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static ReceivedRequest receive(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    JsonNode body = bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return new ReceivedRequest(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
  }

  private static boolean asksForMessage(ReceivedRequest request) {
    return request.method().equals("POST") && request.path().matches("/v1/messages(\\?.*)?");
  }

  private static String unscripted(ReceivedRequest request) {
    return "No script for a request with model %s, tools %s and the prompts %s"
        .formatted(request.model(), request.toolNames(), request.prompts());
  }
}
