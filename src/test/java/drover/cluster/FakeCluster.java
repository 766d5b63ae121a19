package drover.cluster;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API of a cluster on a port of this machine, with as much of a Job controller and a kubelet as
 * a test asks for: every Job that is made gets a pod, which does what the test has planned. Logs
 * are never streams that stay open: every one breaks off after what is there.
 */
public final class FakeCluster implements AutoCloseable {
  public static final String NAMESPACE = "agents";

  private static final Pattern LOG =
      Pattern.compile("/api/v1/namespaces/[^/]+/pods/([^/?]+)/log\\?(.*)");
  private static final Pattern SINCE = Pattern.compile("sinceTime=([^&]+)");

  private final Crud crud = new Crud();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(Serialization.jsonMapper()),
          new MockWebServer(),
          new HashMap<>(),
          crud,
          false);
  private final NamespacedKubernetesClient client;
  private final NamespacedKubernetesClient operator;
  private final Map<String, List<Stamped>> logs = new ConcurrentHashMap<>();
  private final Queue<Consumer<FakePod>> plans = new ConcurrentLinkedQueue<>();
  private final Queue<MockResponse> refusals = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService kubelet = Executors.newSingleThreadExecutor();
  private Instant time = Instant.parse("2026-11-21T18:00:00.000000001Z");
  private int cuts;

  private record Stamped(Instant at, String text) {}

  public FakeCluster() {
    server.init(InetAddress.getLoopbackAddress(), 0);
    client = server.createClient();
    operator = server.createClient();
  }

  /** The factory's. */
  public NamespacedKubernetesClient client() {
    return client;
  }

  /** A test's own: who closes a log may close the connection of another request with it. */
  public NamespacedKubernetesClient operator() {
    return operator;
  }

  /** What the pod of the next Job does. */
  public FakeCluster plan(Consumer<FakePod> plan) {
    plans.add(plan);
    return this;
  }

  /** The next request to make something is answered with this instead. */
  public FakeCluster refuse(int code, String message) {
    refusals.add(
        new MockResponse()
            .setResponseCode(code)
            .setBody(
                Serialization.asJson(
                    new io.fabric8.kubernetes.api.model.StatusBuilder()
                        .withCode(code)
                        .withMessage(message)
                        .build())));
    return this;
  }

  /** So many logs break off in the middle of a line. */
  public FakeCluster cutLogs(int times) {
    cuts = times;
    return this;
  }

  /** Method and path of every request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public List<Job> jobs() {
    return operator.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  /** The pod of a Job that a test keeps in its hands. */
  public FakePod podOf(String job) {
    return new FakePod(this, job);
  }

  @Override
  public void close() {
    kubelet.shutdownNow();
    client.close();
    operator.close();
    server.destroy();
  }

  private synchronized Instant tick() {
    time = time.plus(300, ChronoUnit.MILLIS);
    return time;
  }

  private synchronized MockResponse log(String pod, String query) {
    List<Stamped> lines = logs.get(pod);
    if (lines == null) {
      return new MockResponse().setResponseCode(404).setBody("pods \"" + pod + "\" not found");
    }
    Matcher since = SINCE.matcher(query);
    Instant from =
        since.find()
            ? Instant.parse(since.group(1).replace("%3A", ":")).truncatedTo(ChronoUnit.SECONDS)
            : Instant.EPOCH;
    StringBuilder text = new StringBuilder();
    lines.stream()
        .filter(line -> !line.at().isBefore(from))
        .forEach(line -> text.append(line.at()).append(' ').append(line.text()).append('\n'));
    if (cuts > 0) {
      cuts--;
      text.setLength(text.length() / 2);
    }
    return new MockResponse().setResponseCode(200).setBody(text.toString());
  }

  private final class Crud extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      requests.add(request.method() + " " + request.getPath());
      Matcher log = LOG.matcher(request.getPath());
      return log.matches() ? log(log.group(1), log.group(2)) : super.dispatch(request);
    }

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      MockResponse refusal = refusals.poll();
      if (refusal != null) {
        return refusal;
      }
      MockResponse made = super.handleCreate(request);
      if (made.code() == 201 && request.getPath().endsWith("/jobs")) {
        String job =
            Serialization.unmarshal(
                    new String(made.getBody().getBytes(), StandardCharsets.UTF_8), Job.class)
                .getMetadata()
                .getName();
        Optional.ofNullable(plans.poll())
            .ifPresent(
                plan -> kubelet.execute(() -> plan.accept(new FakePod(FakeCluster.this, job))));
      }
      return made;
    }
  }

  /** Lines that the container of a pod says from now on. */
  synchronized void say(String pod, String... lines) {
    for (String line : lines) {
      logs.get(pod).add(new Stamped(tick(), line));
    }
  }

  void openLog(String pod) {
    logs.computeIfAbsent(pod, name -> new ArrayList<>());
  }

  synchronized void rotateLog(String pod, int kept) {
    List<Stamped> lines = logs.get(pod);
    lines.subList(0, lines.size() - kept).clear();
  }

  void dropLog(String pod) {
    logs.remove(pod);
  }
}
