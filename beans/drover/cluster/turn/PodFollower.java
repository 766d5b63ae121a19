package drover.cluster.turn;

import drover.cluster.turn.PodEnd.Deleted;
import drover.cluster.turn.PodEnd.InitFailed;
import drover.cluster.turn.PodEnd.NodeLost;
import drover.machine.Clock;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log of a Job's pod as it comes, from before the pod is there until nothing more can
 * come. A stream that breaks, or has been silent for so long that it may be dead, is followed by
 * another one. Asked again and again by the one thread that follows the turn; it never waits.
 */
final class PodFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodFollower.class);

  /** What stands between us and the kubelet may forget a silent connection without a word. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(4);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int MOST_FAILURES = 5;

  /** So often a last line may come without its end before it is believed to have none. */
  private static final int MOST_HALVES = 3;

  private static final LogPosition NOTHING_READ =
      new LogPosition(-1, Optional.empty(), java.util.List.of());

  /** The watches may be behind; what they do not show is asked for once more, this often. */
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private static final int LAST_LINES = 10;

  private final TurnCluster cluster;
  private final PodDiagnosis diagnosis;
  private final String job;
  private final LogCopy copy;
  private final Clock clock;
  private final Consumer<String> notice;
  private Optional<LogStream> stream = Optional.empty();
  private Optional<PodEnd> end = Optional.empty();
  private Instant heardAt = Instant.EPOCH;
  private Instant notBefore = Instant.EPOCH;
  private Instant missingSince = Instant.MAX;
  private Instant lookedAt = Instant.EPOCH;
  private LogPosition readBefore = NOTHING_READ;
  private int same;
  private int failures;
  private boolean podWasThere;
  private boolean isLast;
  private boolean isOver;

  /**
   * @param job name of a Job that the cluster has made
   * @param notice told, for people, what went wrong and is being mended
   */
  PodFollower(
      TurnCluster cluster,
      PodDiagnosis diagnosis,
      String job,
      LogCopy copy,
      Clock clock,
      Consumer<String> notice) {
    this.cluster = cluster;
    this.diagnosis = diagnosis;
    this.job = job;
    this.copy = copy;
    this.clock = clock;
    this.notice = notice;
  }

  /** Copies what has come, and sees to it that more can come; false: nothing will any more. */
  boolean look() {
    if (isOver) {
      return false;
    }
    Instant now = clock.now();
    if (stream.isPresent()) {
      read(stream.get(), now);
    } else if (!now.isBefore(notBefore)) {
      seek(now);
    }
    return !isOver;
  }

  /** Why the pod is over; empty: nobody knows, or it is not. */
  Optional<PodEnd> end() {
    return end;
  }

  /** Whether nothing more will come. */
  boolean isOver() {
    return isOver;
  }

  /** Whether a stream of the log is open. */
  boolean isReading() {
    return stream.isPresent();
  }

  /** Nothing more is waited for. */
  void giveUp() {
    if (!isOver) {
      finish();
    }
  }

  @Override
  public void close() {
    stream.ifPresent(LogStream::close);
    stream = Optional.empty();
    copy.close();
  }

  private void read(LogStream open, Instant now) {
    boolean wasOver = open.isOver(); // before the last of it is taken
    byte[] bytes = open.take();
    if (bytes.length > 0) {
      heardAt = now;
      failures = 0;
      copy.feed(bytes);
    } else if (wasOver) {
      ended(open, now);
    } else if (heardAt.plus(LONGEST_SILENCE).isBefore(now)) {
      leave(now);
    } else if (lookedAt.plus(LOOK).isBefore(now)) {
      lookedAt = now;
      diagnose(now);
      if (end.filter(NodeLost.class::isInstance).isPresent()) {
        finish(); // its kubelet does not answer any more
      }
    }
  }

  private void ended(LogStream over, Instant now) {
    Optional<String> failure = over.failure();
    leave(now);
    if (failure.isEmpty() && isLast && isAllRead()) {
      diagnose(now);
      finish();
      return;
    }
    failure.ifPresent(why -> broke(why, now));
    notBefore = now.plus(PAUSE.multipliedBy(1L << Math.min(failures, 6)));
  }

  /**
   * One that ended well may have been cut off all the same: only another one that brings nothing
   * more shows that all was read.
   */
  private boolean isAllRead() {
    boolean isTheSame = copy.position().equals(readBefore);
    readBefore = copy.position();
    same = isTheSame ? same + 1 : 0;
    return isTheSame && (!copy.hasHalfALine() || same >= MOST_HALVES);
  }

  private void broke(String why, Instant now) {
    failures++;
    if (isLast && failures > MOST_FAILURES) {
      notice.accept("the end of the agent's log cannot be read: " + why);
      diagnose(now);
      finish();
    } else if (failures == 1) {
      notice.accept("the agent's log broke off and is taken up again: " + why);
    }
  }

  private void leave(Instant now) {
    stream.ifPresent(LogStream::close);
    stream = Optional.empty();
    notBefore = now;
  }

  /** A pod to follow, or the reason why there is none. */
  private void seek(Instant now) {
    diagnose(now);
    Optional<Pod> pod = cluster.podOf(job);
    if (pod.isPresent()) {
      podWasThere = true;
      missingSince = Instant.MAX;
    }
    boolean isReadable = end.filter(NodeLost.class::isInstance).isEmpty();
    if (isReadable && pod.filter(diagnosis::hasBegun).isPresent()) {
      follow(pod.get(), now);
    } else if (end.isPresent()) {
      end = end.map(why -> withLog(why, pod));
      finish();
    } else if (pod.isEmpty() && (podWasThere || cluster.job(job).isEmpty())) {
      doubt(now);
    }
  }

  private void follow(Pod pod, Instant now) {
    isLast = diagnosis.isOver(pod); // its log grows no more: this stream shows all of it
    copy.connect();
    stream = Optional.of(cluster.follow(pod, diagnosis.container(), copy.position().at()));
    heardAt = now;
  }

  /**
   * The pod is gone without a word, or was never there: the watches are late, or it was deleted.
   */
  private void doubt(Instant now) {
    if (missingSince.equals(Instant.MAX)) {
      missingSince = now;
    } else if (missingSince.plus(DOUBT).isBefore(now)) {
      missingSince = now;
      confirmMissing();
    }
  }

  private void confirmMissing() {
    try {
      if (cluster.jobNow(job).isEmpty()) {
        end = Optional.of(new Deleted("Job " + job));
        finish();
      } else if (podWasThere && cluster.podsNow(job).isEmpty()) {
        end = Optional.of(Deleted.POD);
        finish();
      }
    } catch (KubernetesClientException e) {
      LOG.info("Whether Job {} is there is asked again: {}", job, e.getMessage());
    }
  }

  private PodEnd withLog(PodEnd why, Optional<Pod> pod) {
    return why instanceof InitFailed failed && pod.isPresent()
        ? failed.saying(cluster.lastLines(pod.get(), failed.container(), LAST_LINES))
        : why;
  }

  /** What was once seen of an end stays: the pod may be gone at the next look. */
  private void diagnose(Instant now) {
    Optional<Pod> pod = cluster.podOf(job);
    Optional<PodEnd> seen =
        podWasThere && pod.isEmpty()
            ? cluster
                .departed(job)
                .flatMap(gone -> diagnosis.of(cluster.job(job), Optional.of(gone), now))
                .or(() -> diagnosis.ofJob(cluster.job(job)))
            : diagnosis.of(cluster.job(job), pod, now);
    end = seen.or(() -> end);
  }

  private void finish() {
    leave(clock.now());
    copy.finish();
    isOver = true;
  }
}
