package drover.cluster.here;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster on this machine: the API of the mock server, and pods whose containers are really run
 * as processes in bubblewrap, see {@link ContainersHere}. It is killed by nobody, so a factory that
 * is killed finds it as it left it.
 */
public final class PodsHere implements AutoCloseable {
  public static final String NAMESPACE = "agents";
  private static final Pattern OF_A_POD =
      Pattern.compile("/api/v1/namespaces/([^/]+)/pods/([^/?]+)/(log|eviction|portforward).*");
  private static final Pattern CONTAINER = Pattern.compile("container=([a-z0-9-]+)");
  private static final Pattern DELETED =
      Pattern.compile("/apis/batch/v1/namespaces/([^/]+)/jobs/([^/?]+).*");
  private static final String FACTORY = "Bearer factory";
  private static final String STAMP = "2026-11-21T18:00:%02d.%09dZ ";

  private final Path directory;
  private final List<Job> made = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(Serialization.jsonMapper()),
          new MockWebServer(),
          new HashMap<>(),
          new Api(),
          false);
  private final NamespacedKubernetesClient client;
  private final ContainersHere containers;
  private final Kubelet kubelet;
  private final Names names;
  private volatile Door door = new Door() {};

  /** Sees what the factory asks to be changed, and may be the end of it. */
  public interface Door {
    /** False: nothing is done. */
    default boolean letsIn(String request) {
      return true;
    }

    /** False: it is done, and not said. */
    default boolean letsOut(String request) {
      return true;
    }
  }

  /** Its pods have no network. */
  public PodsHere(Path directory, Image image) {
    this(directory, image, new Names(Optional.empty()));
  }

  /** Its pods share that of this machine, and know the names of services. */
  public static PodsHere withNetwork(Path directory, Image image) throws IOException {
    Path hosts = Files.createDirectories(directory).resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost\n");
    return new PodsHere(directory, image, new Names(Optional.of(hosts)));
  }

  private PodsHere(Path directory, Image image, Names names) {
    this.directory = directory;
    this.names = names;
    server.init(InetAddress.getLoopbackAddress(), 0);
    client = server.createClient();
    containers = new ContainersHere(directory, client, image, names.network());
    kubelet = new Kubelet(client, containers);
  }

  /** The image of its pods has this program as well. */
  public PodsHere having(String name, Path program) {
    containers.add(name, program);
    return this;
  }

  /** Names of containers that had a variable of this value. */
  public Set<String> holders(String value) {
    return containers.holders(value);
  }

  public NamespacedKubernetesClient client() {
    return client;
  }

  /** Who stands at its door from now on. */
  public void keptBy(Door keeper) {
    door = keeper;
  }

  /** Names of pods that have not ended. */
  public List<String> working() {
    return kubelet.alive();
  }

  /** Every Job that was made, as it was asked for. */
  public List<Job> made() {
    return List.copyOf(made);
  }

  /** Method and path of every request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** A file as kubectl reads it. */
  public Path kubeconfig() throws IOException {
    Path file = Files.createDirectories(directory).resolve("kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: factory, namespace: %s}}]
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: factory, user: {token: factory}}]
        """
            .formatted(NAMESPACE, server.getPort()));
    return file;
  }

  public Path volume(String claim) {
    return containers.volume(claim);
  }

  /** Names of all objects of a kind that are there. */
  public List<String> names(Class<? extends HasMetadata> kind) {
    return client.resources(kind).inNamespace(NAMESPACE).list().getItems().stream()
        .map(one -> one.getMetadata().getName())
        .toList();
  }

  @Override
  public void close() {
    kubelet.close();
    client.close();
    server.destroy();
  }

  private final class Api extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      requests.add(request.method() + " " + request.getPath());
      Matcher ofAPod = OF_A_POD.matcher(request.getPath());
      if (ofAPod.matches()) {
        return ofAPod(request, ofAPod);
      }
      boolean isAChange =
          request.method() != HttpMethod.GET
              && FACTORY.equals(request.getHeaders().get("Authorization"));
      return isAChange ? changed(request) : super.dispatch(request);
    }

    private MockResponse changed(RecordedRequest request) {
      String asked = request.method() + " " + request.getPath();
      if (!door.letsIn(asked)) {
        return new MockResponse().setResponseCode(503);
      }
      MockResponse response = super.dispatch(request);
      return door.letsOut(asked) ? response : new MockResponse().setResponseCode(503);
    }

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      MockResponse response = super.handleCreate(Completion.of(request));
      if (response.code() != 201) {
        return response;
      }
      String made = new String(response.getBody().getBytes(), UTF_8);
      if (request.getPath().endsWith("/jobs")) {
        begin(Serialization.unmarshal(made, Job.class));
      } else if (request.getPath().endsWith("/pods")) {
        kubelet.begin(Serialization.unmarshal(made, Pod.class));
      } else if (request.getPath().endsWith("/services")) {
        names.add(Serialization.unmarshal(made, Service.class));
      } else if (request.getPath().endsWith("/namespaces")) {
        String name = Serialization.unmarshal(made, Namespace.class).getMetadata().getName();
        kubelet.later(() -> welcome(name));
      }
      return response;
    }

    @Override
    public MockResponse handleDelete(String path) {
      MockResponse response = super.handleDelete(path);
      Matcher job = DELETED.matcher(path);
      if (job.matches()) {
        kubelet.forget(job.group(1), job.group(2));
      }
      return response;
    }
  }

  private void begin(Job job) {
    made.add(job);
    kubelet.begin(job);
  }

  /** As its controller does it, some time after the namespace is there. */
  private void welcome(String namespace) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
  }

  private MockResponse ofAPod(RecordedRequest request, Matcher asked) {
    return switch (asked.group(3)) {
      case "log" -> log(asked.group(2), request.getPath());
      case "eviction" -> {
        kubelet.evict(asked.group(1), asked.group(2));
        yield new MockResponse()
            .setResponseCode(201)
            .setBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
      }
      default -> new MockResponse().withWebSocketUpgrade(ForwardedPort.asked(request.getPath()));
    };
  }

  private MockResponse log(String pod, String path) {
    Matcher container = CONTAINER.matcher(path);
    String name = pod + "/" + (container.find() ? container.group(1) : "agent");
    try {
      List<String> lines =
          containers.log(name).isPresent()
              ? whole(Files.readString(containers.log(name).get(), StandardCharsets.ISO_8859_1))
              : List.of();
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < lines.size(); at++) {
        text.append(path.contains("timestamps=true") ? STAMP.formatted(at / 1_000_000, at) : "")
            .append(lines.get(at))
            .append('\n');
      }
      return new MockResponse()
          .setResponseCode(200)
          .setBody(new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line that is still being written is none yet. */
  private static List<String> whole(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }
}
