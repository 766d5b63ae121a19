package drover.cluster.turn;

import drover.machine.Patience;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a turn needs of the cluster's API. The state of all pods and Jobs of the factory comes over
 * two watches, however many turns there are; only what is not there is asked for once more.
 */
public final class TurnCluster implements AutoCloseable {
  /** The Job controller puts it on the pods of a Job. */
  private static final String JOB_NAME = "job-name";

  private static final String BY_JOB = "by-job";
  private static final Duration FIRST_LIST = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final Supplier<String> namespace;
  private final Map<String, String> labels;
  private final Map<String, Pod> departed = new LastOnes();
  private @Nullable SharedIndexInformer<Pod> pods;
  private @Nullable SharedIndexInformer<Job> jobs;

  /**
   * @param labels by which the factory's objects are known
   */
  public TurnCluster(
      KubernetesClient client, Supplier<String> namespace, Map<String, String> labels) {
    this.client = client;
    this.namespace = namespace;
    this.labels = Map.copyOf(labels);
  }

  String namespace() {
    return namespace.get();
  }

  /** The pod of a Job, as last heard; the youngest where there are several. */
  Optional<Pod> podOf(String job) {
    return pods().getIndexer().byIndex(BY_JOB, job).stream()
        .max(java.util.Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
  }

  /** The pod of a Job that is not there any more, as it was last heard of. */
  Optional<Pod> departed(String job) {
    synchronized (departed) {
      return Optional.ofNullable(departed.get(job));
    }
  }

  /** As last heard. */
  Optional<Job> job(String name) {
    return Optional.ofNullable(jobs().getIndexer().getByKey(namespace() + "/" + name));
  }

  /** As it is now. */
  Optional<Job> jobNow(String name) {
    return Optional.ofNullable(
        client.batch().v1().jobs().inNamespace(namespace()).withName(name).get());
  }

  /** As they are now. */
  List<Pod> podsNow(String job) {
    return client.pods().inNamespace(namespace()).withLabel(JOB_NAME, job).list().getItems();
  }

  void create(HasMetadata object) {
    client.resource(object).create();
  }

  /** Deletes the Job with all it has; its pod gets its grace. */
  void delete(String job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace())
        .withName(job)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  /** The pod gets no grace any more. */
  void kill(Pod pod) {
    client
        .pods()
        .inNamespace(namespace())
        .withName(pod.getMetadata().getName())
        .withGracePeriod(0)
        .delete();
  }

  /**
   * The log of a container, and whatever it will say, with stamps.
   *
   * @param since whole seconds of it count
   */
  LogStream follow(Pod pod, String container, Optional<Instant> since) {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                "%sapi/v1/namespaces/%s/pods/%s/log?container=%s&follow=true&timestamps=true%s"
                    .formatted(
                        client.getMasterUrl(),
                        namespace(),
                        pod.getMetadata().getName(),
                        container,
                        since.map(TurnCluster::parameter).orElse("")))
            .build(); // without a timeout: an agent may be silent for long
    return new LogStream(client.getHttpClient(), request);
  }

  /** The log of a container as it is now, with stamps; empty: it cannot be had. */
  byte[] logNow(Pod pod, String container, Optional<Instant> since) {
    var log =
        client
            .pods()
            .inNamespace(namespace())
            .withName(pod.getMetadata().getName())
            .inContainer(container)
            .usingTimestamps();
    try {
      String text =
          since.isPresent()
              ? log.sinceTime(since.get().toString()).withReadyWaitTimeout(1).getLog()
              : log.withReadyWaitTimeout(1).getLog();
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (KubernetesClientException e) {
      return new byte[0];
    }
  }

  /** The end of what a container said; nothing where it cannot be had. */
  String lastLines(Pod pod, String container, int lines) {
    try {
      return client
          .pods()
          .inNamespace(namespace())
          .withName(pod.getMetadata().getName())
          .inContainer(container)
          .tailingLines(lines)
          .withReadyWaitTimeout(1)
          .getLog()
          .strip();
    } catch (KubernetesClientException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public synchronized void close() {
    Stream.of(Optional.ofNullable(pods), Optional.ofNullable(jobs))
        .flatMap(Optional::stream)
        .forEach(SharedIndexInformer::stop);
  }

  private synchronized SharedIndexInformer<Pod> pods() {
    if (pods == null) {
      pods = begun(this::listenToPods);
    }
    return pods;
  }

  private SharedIndexInformer<Pod> listenToPods() {
    SharedIndexInformer<Pod> informer =
        client.pods().inNamespace(namespace()).withLabels(labels).runnableInformer(0);
    informer.itemStore(KnownObjects.pods());
    informer.addIndexers(Map.of(BY_JOB, pod -> Stream.ofNullable(label(pod, JOB_NAME)).toList()));
    informer.addEventHandler(new Departures());
    return informer.run();
  }

  /** An evicted pod may be gone before anybody has looked at why. */
  private final class Departures implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {}

    @Override
    public void onUpdate(Pod before, Pod pod) {}

    @Override
    public void onDelete(Pod pod, boolean isOutdated) {
      synchronized (departed) {
        Stream.ofNullable(label(pod, JOB_NAME)).forEach(job -> departed.put(job, pod));
      }
    }
  }

  /** Nobody asks for those before them any more. */
  private static final class LastOnes extends LinkedHashMap<String, Pod> {
    private static final long serialVersionUID = 1;
    private static final int MOST = 1_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Pod> eldest) {
      return size() > MOST;
    }
  }

  /** The first list may meet an API server that is restarting, or a connection that just closes. */
  private static <T> SharedIndexInformer<T> begun(Supplier<SharedIndexInformer<T>> beginning) {
    Patience patience = Patience.of(FIRST_LIST, REST);
    while (true) {
      try {
        return beginning.get();
      } catch (KubernetesClientException e) {
        if (patience.isOver()) {
          throw e;
        }
        patience.rest();
      }
    }
  }

  private synchronized SharedIndexInformer<Job> jobs() {
    if (jobs == null) {
      jobs =
          begun(
              () ->
                  client
                      .batch()
                      .v1()
                      .jobs()
                      .inNamespace(namespace())
                      .withLabels(labels)
                      .runnableInformer(0)
                      .itemStore(KnownObjects.jobs())
                      .run());
    }
    return jobs;
  }

  private static @Nullable String label(HasMetadata object, String name) {
    return object.getMetadata().getLabels() == null
        ? null
        : object.getMetadata().getLabels().get(name);
  }

  private static String parameter(Instant since) {
    return "&sinceTime=" + URLEncoder.encode(since.toString(), StandardCharsets.UTF_8);
  }
}
