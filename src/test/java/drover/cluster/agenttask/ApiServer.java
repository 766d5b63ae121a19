package drover.cluster.agenttask;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * fabric8's mock of an API server with the shipped AgentTask definition, made stricter where the
 * real one is: a status is refused when it is about an older version, and whatever does not fit the
 * schema is.
 */
final class ApiServer implements AutoCloseable {
  static final String NAMESPACE = "ai-agents";
  static final String PATH =
      "/apis/agents.kyle.pericak.com/v1alpha1/namespaces/" + NAMESPACE + "/agenttasks";

  /** What went over the wire: method and path. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Map<ServerRequest, Queue<ServerResponse>> responses = new ConcurrentHashMap<>();
  private final AtomicInteger outage = new AtomicInteger();
  private final List<Integer> refusals = new CopyOnWriteArrayList<>();
  final OpenWatches watches = new OpenWatches();
  final KubernetesMockServer server;
  final KubernetesClient client;

  ApiServer() {
    KubernetesMixedDispatcher mock = new KubernetesMixedDispatcher(responses);
    this.server =
        new KubernetesMockServer(
            new Context(Serialization.jsonMapper()),
            new MockWebServer(),
            responses,
            strict(mock),
            false);
    server.init();
    mock.expectCustomResource(CustomResourceDefinitionContext.fromCrd(definition()));
    this.client = newClient();
    client.resource(definition()).create();
  }

  KubernetesClient newClient() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.url("/"))
            .withNamespace(NAMESPACE)
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval(10)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  static CustomResourceDefinition definition() {
    return Serialization.unmarshal(
        text(Path.of("k8s/base/crd.yaml")), CustomResourceDefinition.class);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on every request is answered so; 0: as usual. */
  void answersWith(int code) {
    outage.set(code);
  }

  /** How often all AgentTasks were listed. */
  long lists() {
    return requests.stream().filter(("GET " + PATH)::equals).count();
  }

  private Dispatcher strict(Dispatcher mock) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        requests.add(request.getMethod() + " " + request.getPath());
        if (outage.get() != 0) {
          return refusal(outage.get(), "an outage");
        }
        byte[] body = request.getBody().readByteArray(); // it can be read once
        boolean isStatus =
            request.getMethod().equals("PUT") && request.getPath().endsWith("/status");
        if (isStatus && !isAboutTheLatest(request, body, mock)) {
          refusals.add(409);
          return refusal(409, "the object has been modified");
        }
        if (body.length > 0
            && request.getPath().startsWith(PATH)
            && Set.of("POST", "PUT").contains(request.getMethod())) {
          List<String> complaints = CrdSchema.complaints(new String(body, UTF_8));
          if (!complaints.isEmpty()) {
            return refusal(422, "is invalid: " + complaints.toString().replace('"', '_'));
          }
        }
        MockResponse response =
            mock.dispatch(asked(request, request.method(), request.getPath(), body));
        WebSocketListener listener = response.getWebSocketListener();
        return listener == null ? response : response.withWebSocketUpgrade(watches.kept(listener));
      }
    };
  }

  private static boolean isAboutTheLatest(RecordedRequest request, byte[] body, Dispatcher mock) {
    String path = request.getPath().replaceFirst("/status$", "");
    MockResponse now = mock.dispatch(asked(request, HttpMethod.GET, path, new byte[0]));
    if (now.code() != 200) {
      return true; // gone, which the mock says itself
    }
    JsonNode known = Json.tree(now.getBody().readUtf8()).path("metadata");
    JsonNode asked = Json.tree(new String(body, UTF_8)).path("metadata");
    return known.path("resourceVersion").equals(asked.path("resourceVersion"));
  }

  private static RecordedRequest asked(
      RecordedRequest like, HttpMethod method, String path, byte[] body) {
    return new RecordedRequest("HTTP/1.1", method, path, like.getHeaders(), new Buffer(body));
  }

  private static MockResponse refusal(int code, String message) {
    return new MockResponse().setResponseCode(code).setBody(status(code, message));
  }

  static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
        .formatted(code, message);
  }

  Resource<GenericKubernetesResource> resource(String name) {
    return client
        .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(definition()))
        .inNamespace(NAMESPACE)
        .withName(name);
  }

  /** {@code kubectl apply} of one that is new. */
  AgentTask apply(String yaml) {
    GenericKubernetesResource made =
        client
            .resource(
                Serialization.<GenericKubernetesResource>unmarshal(
                    yaml, GenericKubernetesResource.class))
            .inNamespace(NAMESPACE)
            .create();
    return AgentTask.read(Serialization.asJson(made));
  }

  AgentTask task(String name) {
    return AgentTask.read(Serialization.asJson(resource(name).require()));
  }

  List<AgentTask> tasks() {
    return client
        .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(definition()))
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .stream()
        .map(item -> AgentTask.read(Serialization.asJson(item)))
        .toList();
  }

  /** {@code kubectl patch --subresource=status}: only the phase changes. */
  void setPhase(String name, String phase) {
    ObjectNode status =
        Json.tree(Serialization.asJson(resource(name).require())).path("status")
                instanceof ObjectNode known
            ? known
            : (ObjectNode) Json.tree("{}");
    setStatus(name, status.put("phase", phase).toString());
  }

  void setStatus(String name, String json) {
    GenericKubernetesResource now = resource(name).require();
    now.setAdditionalProperty("status", Json.tree(json));
    client
        .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(definition()))
        .inNamespace(NAMESPACE)
        .resource(now)
        .updateStatus();
  }

  void forgetStatus(String name) {
    setStatus(name, "{}");
  }

  /** How often something was answered so by itself. */
  long answered(int code) {
    return refusals.stream().filter(refused -> refused == code).count();
  }

  /** {@code kubectl edit} of one field. */
  void setSpec(String name, String field, String value) {
    resource(name)
        .edit(
            now -> {
              ObjectNode spec = (ObjectNode) Json.tree(Serialization.asJson(now)).path("spec");
              spec.put(field, value);
              now.setAdditionalProperty("spec", spec);
              return now;
            });
  }

  void delete(String name) {
    resource(name).delete();
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
