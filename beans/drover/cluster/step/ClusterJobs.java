package drover.cluster.step;

import drover.cluster.access.ClusterAccess;
import drover.effect.Unavailable;
import drover.machine.Clock;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.StopSignal;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Variable;

/** Waits for Jobs that end by themselves: checks, collection, delivery. */
public final class ClusterJobs {
  /** A cancelled run is told within a second. */
  private static final long LOOK_MILLIS = 250;

  private final ClusterAccess access;
  private final Clock clock;
  private final Duration patience;

  /**
   * @param patience how long a pod may wait for its start
   */
  public ClusterJobs(ClusterAccess access, Clock clock, Duration patience) {
    this.access = access;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * How it ended. A run that is cancelled takes its Job with it; one that only stops leaves it, and
   * finds it again.
   *
   * @param job as the cluster has it
   * @throws Unavailable when the cluster took the pod away, or does not answer
   * @throws RunEnded when the pod does not start
   * @throws drover.run.RunStopped when the run has to stop
   */
  public JobEnd await(@Variable("run") RunExecution run, @Variable("job") Job job) {
    String name = job.getMetadata().getName();
    Instant latestStart = clock.now().plus(patience);
    try {
      CompletableFuture<List<Job>> ended = resource(name).informOnCondition(ClusterJobs::isOver);
      try {
        Optional<List<Job>> over = over(ended);
        while (over.isEmpty()) {
          stopWith(run, name);
          if (clock.now().isAfter(latestStart)) {
            requireStarted(name);
            latestStart = Instant.MAX;
          }
          over = over(ended);
        }
        refuseOutOfTime(name, over.get());
      } finally {
        ended.cancel(true);
      }
      return endOf(name);
    } catch (KubernetesClientException e) {
      throw Unavailable.now("kubernetes", "Job %s: %s".formatted(name, e.getMessage()));
    }
  }

  /** What a container has printed. */
  public String log(JobEnd end, String container) {
    try {
      return access
          .client()
          .pods()
          .inNamespace(access.namespace())
          .withName(end.pod().getMetadata().getName())
          .inContainer(container)
          .getLog();
    } catch (KubernetesClientException e) {
      throw Unavailable.now(
          "kubernetes",
          "the log of Job %s cannot be read: %s".formatted(end.job(), e.getMessage()));
    }
  }

  /** The Job with its pods and all that belongs to it; one that is gone is gone. */
  public void delete(String name) {
    resource(name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private JobEnd endOf(String name) {
    Optional<Pod> pod = podOf(name);
    if (pod.isEmpty() || JobEnd.isTakenAway(pod.get())) {
      delete(name); // the next try needs its name
      throw Unavailable.now(
          "kubernetes", "the pod of Job %s was taken away before it was done".formatted(name));
    }
    return new JobEnd(name, pod.get());
  }

  private void requireStarted(String name) {
    Optional<Pod> pod = podOf(name);
    if (pod.filter(JobEnd::hasStarted).isPresent()) {
      return;
    }
    String why = pod.map(JobEnd::whyNotStarted).orElse("there is no pod: see kubectl describe job");
    delete(name);
    throw RunEnded.failed(
        "failed",
        "not-started: the pod of Job %s did not start within %d minutes: %s"
            .formatted(name, patience.toMinutes(), why));
  }

  private void stopWith(RunExecution run, String name) {
    if (run.stop().reason().filter(StopSignal.Reason.CANCELLED::equals).isPresent()) {
      delete(name);
    }
    run.stop().check();
  }

  private Optional<Pod> podOf(String job) {
    return access
        .client()
        .pods()
        .inNamespace(access.namespace())
        .withLabel("job-name", job)
        .list()
        .getItems()
        .stream()
        .max(Comparator.comparing(pod -> String.valueOf(pod.getMetadata().getCreationTimestamp())));
  }

  private ScalableResource<Job> resource(String name) {
    return access.client().batch().v1().jobs().inNamespace(access.namespace()).withName(name);
  }

  /** The cluster deletes the pods of a Job that is out of time. */
  private static void refuseOutOfTime(String name, List<Job> jobs) {
    boolean isOutOfTime =
        jobs.stream()
            .flatMap(job -> Optional.ofNullable(job.getStatus()).stream())
            .flatMap(status -> status.getConditions().stream())
            .anyMatch(condition -> "DeadlineExceeded".equals(condition.getReason()));
    if (isOutOfTime) {
      throw RunEnded.failed(
          "failed",
          "out-of-time: Job %s was not done in its time and was ended by the cluster"
              .formatted(name));
    }
  }

  private static Optional<List<Job>> over(CompletableFuture<List<Job>> ended) {
    try {
      return Optional.of(ended.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw KubernetesClientException.launderThrowable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a Job was waited for", e);
    }
  }

  /** Deleted by somebody is over as well. */
  private static boolean isOver(List<Job> jobs) {
    return jobs.isEmpty()
        || jobs.stream()
            .flatMap(job -> Optional.ofNullable(job.getStatus()).stream())
            .flatMap(status -> status.getConditions().stream())
            .anyMatch(
                condition ->
                    List.of("Complete", "Failed").contains(condition.getType())
                        && condition.getStatus().equals("True"));
  }
}
