package drover.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An API server in a process of its own, as quick as it can be: it keeps what is made, tells those
 * who watch, and gives every Job a running pod at once, whose agent talks until nobody listens. It
 * checks nothing; that is tested elsewhere. All of it happens on one thread.
 *
 * <p>{@code PodApi KEYSTORE PASSWORD} prints its port; {@code GET /figures} tells what it was
 * asked.
 */
final class PodApi {
  private static final String FIGURES = "/figures";
  private static final String TALK = "/talk";

  private final Map<String, ApiCollection> collections = new HashMap<>();
  private final Map<String, Integer> requests = new TreeMap<>();
  private final Map<String, Long> jobsMadeAt = new HashMap<>();
  private final TalkingAgents agents;
  private long version = 1;

  private PodApi(Vertx vertx) {
    this.agents = new TalkingAgents(vertx);
  }

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    PodApi api = new PodApi(vertx);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setUseAlpn(true)
            .setPfxKeyCertOptions(new PfxOptions().setPath(arguments[0]).setPassword(arguments[1]));
    vertx
        .createHttpServer(options)
        .requestHandler(api::answer)
        .listen()
        .onSuccess(server -> System.out.println(server.actualPort()))
        .onFailure(
            failure -> {
              System.err.println("the API server does not start: " + failure);
              System.exit(2);
            });
    System.in.transferTo(OutputStream.nullOutputStream()); // until whoever started it is gone
    System.exit(0);
  }

  private void answer(HttpServerRequest request) {
    String path = request.path();
    if (path.equals(FIGURES)) {
      send(request, 200, figures());
      return;
    }
    if (path.equals(TALK)) {
      agents.talk();
      send(request, 200, JsonNodeFactory.instance.objectNode());
      return;
    }
    ApiPath asked = ApiPath.of(path);
    requests.merge(request.method() + " " + asked.kind(), 1, Integer::sum);
    if (asked.part().equals("log")) {
      agents.follow(request.response());
    } else if (isWatch(request)) {
      watch(request, asked);
    } else if (request.method().equals(HttpMethod.GET)) {
      find(request, asked);
    } else if (request.method().equals(HttpMethod.DELETE)) {
      delete(request, asked);
    } else {
      request.bodyHandler(body -> keep(request, asked, (ObjectNode) Json.tree(body.toString())));
    }
  }

  private static boolean isWatch(HttpServerRequest request) {
    return Optional.ofNullable(request.getParam("watch")).filter("true"::equals).isPresent();
  }

  private void watch(HttpServerRequest request, ApiPath asked) {
    long from =
        Optional.ofNullable(request.getParam("resourceVersion")).map(Long::parseLong).orElse(0L);
    ApiCollection collection = collection(asked);
    if (Optional.ofNullable(request.getHeader("Upgrade")).isPresent()) {
      request
          .toWebSocket()
          .onSuccess(
              socket -> {
                collection.watch(from, event -> socket.writeTextMessage(event));
              });
      return;
    }
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("Content-Type", "application/json");
    collection.watch(from, event -> response.write(event + "\n"));
  }

  private void find(HttpServerRequest request, ApiPath asked) {
    if (asked.name().isEmpty()) {
      send(request, 200, collection(asked).list(version, selector(request)));
      return;
    }
    collection(asked)
        .find(asked.name())
        .ifPresentOrElse(
            found -> send(request, 200, found), () -> send(request, 404, status("NotFound", 404)));
  }

  private static String selector(HttpServerRequest request) {
    return Optional.ofNullable(request.getParam("labelSelector")).orElse("");
  }

  private void delete(HttpServerRequest request, ApiPath asked) {
    collection(asked).delete(asked.name());
    send(request, 200, status("Success", 200));
  }

  private void keep(HttpServerRequest request, ApiPath asked, ObjectNode object) {
    boolean isNew = request.method().equals(HttpMethod.POST);
    String name = object.path("metadata").path("name").asText();
    if (isNew && collection(asked).find(name).isPresent()) {
      send(request, 409, status("AlreadyExists", 409));
      return;
    }
    collection(asked).put(object, ++version);
    send(request, isNew ? 201 : 200, object);
    if (isNew && asked.kind().equals("jobs")) {
      jobsMadeAt.put(
          object
              .path("metadata")
              .path("annotations")
              .path("agents.kyle.pericak.com/run-id")
              .asText(),
          System.currentTimeMillis());
      ApiPath pods =
          ApiPath.of(
              asked
                  .collection()
                  .replaceFirst("/apis/batch/v1/", "/api/v1/")
                  .replaceFirst("jobs$", "pods"));
      collection(pods).put(RunningPod.of(object), ++version);
    }
  }

  private ApiCollection collection(ApiPath asked) {
    return collections.computeIfAbsent(asked.collection(), path -> new ApiCollection());
  }

  private ObjectNode figures() {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("following", agents.followed()).put("lines", agents.lines());
    ObjectNode asked = figures.putObject("requests");
    requests.forEach(asked::put);
    ObjectNode made = figures.putObject("jobsMadeAt");
    jobsMadeAt.forEach(made::put);
    return figures;
  }

  private static ObjectNode status(String reason, int code) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", code < 300 ? "Success" : "Failure")
        .put("reason", reason)
        .put("code", code);
  }

  private static void send(HttpServerRequest request, int code, ObjectNode body) {
    request
        .response()
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(body.toString()));
  }
}
