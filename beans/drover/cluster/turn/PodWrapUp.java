package drover.cluster.turn;

import drover.cluster.launch.Ownership;
import drover.cluster.launch.TurnObjects;
import drover.limit.Limits;
import drover.machine.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings the request to come to an end, which a local agent finds in a file, to an agent in a pod:
 * as a ConfigMap that its pod mounts and that is not there before. The kubelet shows it within a
 * minute or two.
 */
final class PodWrapUp {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int CONFLICT = 409;

  private final TurnCluster cluster;
  private final String job;
  private final Path request;
  private final Clock clock;
  private final Consumer<String> notice;
  private Instant notBefore = Instant.EPOCH;
  private boolean isOver;

  /**
   * @param run directory of the run
   * @param notice told, for people, where the agent cannot be asked
   */
  PodWrapUp(TurnCluster cluster, String job, Path run, Clock clock, Consumer<String> notice) {
    this.cluster = cluster;
    this.job = job;
    this.request = Limits.wrapUpRequest(run);
    this.clock = clock;
    this.notice = notice;
  }

  /** To be asked on every look. */
  void look() {
    if (isOver || clock.now().isBefore(notBefore) || !Files.exists(request)) {
      return;
    }
    notBefore = clock.now().plus(PAUSE);
    Optional<Job> owner = cluster.job(job);
    if (owner.isPresent()) {
      bring(owner.get());
    }
  }

  private void bring(Job owner) {
    try {
      ConfigMap message = TurnObjects.wrapUp(owner, Files.readString(request));
      cluster.create(Ownership.by(owner, message));
      isOver = true;
    } catch (KubernetesClientException e) {
      isOver = e.getCode() >= 400 && e.getCode() < 500; // it will not be said otherwise later
      if (isOver && e.getCode() != CONFLICT) {
        notice.accept("the agent cannot be asked to come to an end: " + e.getMessage());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + request, e);
    }
  }
}
