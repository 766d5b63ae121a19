package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphqlErrorException;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Linear on the loopback interface: its own schema, a state of its own, and faults on demand. It
 * takes a comment under the id that the client gives, once.
 */
public final class FakeLinear implements AutoCloseable {
  public static final String KEY = "lin_api_fake-key-of-the-tests";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final LinearWorkspace workspace = new LinearWorkspace();
  private final GraphQL graphQl =
      GraphQL.newGraphQL(LinearSchema.answeredBy(workspace.roots()))
          .defaultDataFetcherExceptionHandler(FakeLinear::asItIsSaid)
          .build();
  private final Deque<LinearFault> faults = new ArrayDeque<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private FakeLinear(HttpServer server) {
    this.server = server;
  }

  public static FakeLinear start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      FakeLinear linear = new FakeLinear(server);
      server.createContext("/graphql", linear::handle);
      server.start();
      return linear;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/graphql";
  }

  /** An issue in the state Todo, with the label that starts work; its id is {@code id-IX-1}. */
  public FakeLinear issue(String identifier, String title, String description) {
    Map<String, Object> issue = new HashMap<>();
    issue.put("id", "id-" + identifier);
    issue.put("identifier", identifier);
    issue.put("title", title);
    issue.put("description", description);
    issue.put("url", "https://linear.example/issue/" + identifier);
    issue.put("state", workspace.stateOf("todo"));
    issue.put("team", workspace.team);
    issue.put(
        "labels",
        List.of(
            Map.of("id", "label-ready", "name", "ai-ready"), Map.of("id", "l2", "name", "Bug")));
    issue.put("children", new ArrayList<>());
    issue.put("comments", new ArrayList<>());
    workspace.issues.put(identifier, issue);
    return this;
  }

  /** Any field of an issue. */
  public FakeLinear with(String identifier, String field, Object value) {
    workspace.issue(identifier).put(field, value);
    return this;
  }

  public FakeLinear in(String identifier, String state) {
    return with(identifier, "state", workspace.stateOf(state));
  }

  public FakeLinear subIssue(String parent, String identifier, String title) {
    issue(identifier, title, "About " + title);
    List<Object> children = list(parent, "children");
    Map<String, Object> child = workspace.issue(identifier);
    child.put("subIssueSortOrder", (double) children.size());
    children.add(child);
    return this;
  }

  /** A comment of a person. */
  public FakeLinear comment(String issue, String who, String at, String body) {
    list(issue, "comments")
        .add(Map.of("id", who + at, "body", body, "createdAt", at, "user", Map.of("name", who)));
    return this;
  }

  public FakeLinear withoutState(String name) {
    workspace.states.removeIf(state -> name.equals(state.get("name")));
    return this;
  }

  /** The next requests that would change something go wrong, in this order. */
  public FakeLinear failing(LinearFault... next) {
    faults.addAll(List.of(next));
    return this;
  }

  /** What the factory said, oldest first. */
  public List<String> comments() {
    return workspace.comments.values().stream()
        .map(comment -> (String) comment.get("body"))
        .toList();
  }

  /** Name of the state that an issue is in. */
  public String stateOf(String identifier) {
    return (String) ((Map<?, ?>) workspace.issue(identifier).get("state")).get("name");
  }

  public List<String> labelsOf(String identifier) {
    return list(identifier, "labels").stream()
        .map(label -> (String) ((Map<?, ?>) label).get("name"))
        .toList();
  }

  /** The bodies of all requests. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @SuppressWarnings("unchecked")
  private List<Object> list(String issue, String field) {
    return (List<Object>) workspace.issue(issue).get(field);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(body);
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      if (!KEY.equals(key) && !"Bearer lin_oauth_fake".equals(key)) {
        answer(exchange, 401, error("Authentication required", "authentication error"));
        return;
      }
      JsonNode question = JSON.readTree(body);
      boolean changes = question.path("query").asText().strip().startsWith("mutation");
      LinearFault fault = changes ? faults.poll() : null;
      if (fault == null) {
        answer(exchange, 200, execute(question));
      } else {
        fail(exchange, question, fault);
      }
    }
  }

  private synchronized String execute(JsonNode question) throws IOException {
    @SuppressWarnings("unchecked")
    Map<String, Object> variables = JSON.convertValue(question.path("variables"), Map.class);
    return JSON.writeValueAsString(
        graphQl
            .execute(
                ExecutionInput.newExecutionInput(question.path("query").asText())
                    .variables(variables == null ? Map.of() : variables))
            .toSpecification());
  }

  private void fail(HttpExchange exchange, JsonNode question, LinearFault fault)
      throws IOException {
    workspace.succeeds = fault.kind() != LinearFault.Kind.NO_SUCCESS;
    String done =
        fault.place() == LinearFault.Place.AFTER
            ? execute(question)
            : "{\"data\":{\"commentCreate\":{\"success\":false},\"issueUpdate\":{\"success\":false}}}";
    workspace.succeeds = true;
    switch (fault.kind()) {
      case STATUS_500 -> answer(exchange, 500, "<html>bad gateway</html>");
      case CUT -> {} // leaving without an answer closes the connection under the client
      case STATUS_429 -> {
        exchange.getResponseHeaders().set("Retry-After", "7");
        answer(exchange, 429, "");
      }
      case RATELIMITED -> answer(exchange, 400, error("Rate limit exceeded", "ratelimited"));
      case ERRORS -> answer(exchange, 200, error("Something broke", "internal error"));
      case NO_JSON -> answer(exchange, 200, "{\"data\":{\"comm");
      case NO_SUCCESS -> answer(exchange, 200, done);
    }
  }

  private static CompletableFuture<DataFetcherExceptionHandlerResult> asItIsSaid(
      DataFetcherExceptionHandlerParameters failed) {
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult((GraphqlErrorException) failed.getException())
            .build());
  }

  private static String error(String message, String type) throws IOException {
    return JSON.writeValueAsString(
        Map.of("errors", List.of(Map.of("message", message, "extensions", Map.of("type", type)))));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
