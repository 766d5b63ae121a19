package drover.cluster.turn;

import drover.limit.TurnWatch;
import drover.machine.Clock;
import drover.run.StopSignal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to the end of a pod: at a limit, or when somebody asks for it, its Job is deleted; it gets
 * its grace, then none. The turn is not over before the cluster has said that the pod is gone.
 * Where only this factory stops, the pod is left to itself and found again.
 */
final class PodStop implements BooleanSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(PodStop.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The rest of a log may still be on its way when the pod is gone. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final TurnCluster cluster;
  private final PodDiagnosis diagnosis;
  private final String job;
  private final PodFollower follower;
  private final StopSignal signal;
  private final TurnWatch watch;
  private final PodWrapUp wrapUp;
  private final Duration grace;
  private final Clock clock;
  private final Consumer<String> notice;
  private Instant deletedAt = Instant.MAX;
  private Instant goneAt = Instant.EPOCH;
  private Instant lookedAt = Instant.EPOCH;
  private boolean isKilled;
  private boolean isGone;
  private boolean isConfirmed;
  private boolean isGivenUp;

  /**
   * @param grace what a pod gets from being told to its end, and as much again for the cluster to
   *     say so
   */
  PodStop(
      TurnCluster cluster,
      PodDiagnosis diagnosis,
      String job,
      PodFollower follower,
      StopSignal signal,
      TurnWatch watch,
      PodWrapUp wrapUp,
      Duration grace,
      Clock clock,
      Consumer<String> notice) {
    this.cluster = cluster;
    this.diagnosis = diagnosis;
    this.job = job;
    this.follower = follower;
    this.signal = signal;
    this.watch = watch;
    this.wrapUp = wrapUp;
    this.grace = grace;
    this.clock = clock;
    this.notice = notice;
  }

  /** Whether more output may come: the pod is followed until it is over and, if need be, gone. */
  @Override
  public boolean getAsBoolean() {
    if (isLeft()) {
      return false;
    }
    boolean goesOn = follower.look();
    try {
      if (isToBeDeleted()) {
        cluster.delete(job);
        deletedAt = clock.now();
      }
      if (deletedAt.equals(Instant.MAX)) {
        return goesOn;
      }
      lookAfterIt();
    } catch (KubernetesClientException e) {
      LOG.info("The end of Job {} is asked for again: {}", job, e.getMessage());
      return true; // the API server may be restarting
    }
    boolean isSilent = !follower.isReading() || goneAt.plus(LAST_WORDS).isBefore(clock.now());
    if (isGone && goesOn && isSilent || isGivenUp) {
      follower.giveUp();
      return false;
    }
    return goesOn || !isConfirmed;
  }

  /** To be asked on every look, whether something has come or not. */
  void look() {
    if (!signal.isRequested()) {
      watch.look();
      wrapUp.look();
    }
  }

  /** The factory stops, the agent does not. */
  boolean isLeft() {
    return signal.reason().filter(why -> why != StopSignal.Reason.CANCELLED).isPresent();
  }

  /** Whether the cluster has said that the pod does nothing any more. */
  boolean isConfirmed() {
    return isConfirmed;
  }

  private boolean isToBeDeleted() {
    boolean goesOn = !follower.isOver();
    boolean isCancelled = signal.reason().filter(StopSignal.Reason.CANCELLED::equals).isPresent();
    boolean isAsked = isCancelled || watch.isBreached();
    boolean isMoved = !goesOn && follower.end().flatMap(PodEnd::move).isPresent();
    boolean isStuck = !goesOn && follower.end().filter(PodStop::neverRan).isPresent();
    return deletedAt.equals(Instant.MAX) && (isAsked || isMoved || isStuck);
  }

  /** It would go on waiting, or trying, until its deadline. */
  private static boolean neverRan(PodEnd end) {
    return end instanceof PodEnd.Unschedulable
        || end instanceof PodEnd.ImageUnavailable
        || end instanceof PodEnd.CannotStart;
  }

  /** Deleted; the cluster is asked whether it is gone. */
  private void lookAfterIt() {
    Instant now = clock.now();
    if (isGone || now.isBefore(lookedAt.plus(LOOK))) {
      return;
    }
    lookedAt = now;
    List<Pod> there = cluster.podsNow(job);
    List<Pod> alive = there.stream().filter(pod -> !diagnosis.isOver(pod)).toList();
    if (there.isEmpty()) {
      isGone = true;
      goneAt = now;
    }
    isConfirmed = alive.isEmpty();
    if (!isConfirmed) {
      press(alive.getFirst(), now);
    }
  }

  private void press(Pod pod, Instant now) {
    boolean isNodeLost = follower.end().filter(PodEnd.NodeLost.class::isInstance).isPresent();
    if (deletedAt.plus(grace.multipliedBy(2)).isBefore(now)) {
      isGivenUp = true;
      notice.accept(
          "pod %s on node %s was told to stop, and the cluster does not say that it did: look there"
              .formatted(
                  pod.getMetadata().getName(),
                  Optional.ofNullable(pod.getSpec().getNodeName()).orElse("(none)")));
    } else if (!isKilled && !isNodeLost && deletedAt.plus(grace).isBefore(now)) {
      isKilled = true; // on a lost node this would hide that it may still work
      cluster.kill(pod);
    }
  }
}
