package drover.run;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that this process executes right now. Looks into the ledger twice a second whether one
 * of them is to be cancelled or belongs to somebody else by now.
 */
public final class LiveRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Set<RunExecution> live = ConcurrentHashMap.newKeySet();
  private final Ledger ledger;
  private final Clock clock;
  private volatile StopSignal.@Nullable Reason stoppingAll;
  private final Thread watch = Thread.ofPlatform().daemon().name("run-watch").unstarted(this::look);

  public LiveRuns(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  public void start() {
    watch.start();
  }

  void add(RunExecution run) {
    live.add(run);
    Optional.ofNullable(stoppingAll).ifPresent(run.stop()::request);
  }

  void remove(RunExecution run) {
    live.remove(run);
  }

  boolean holds(String runId) {
    return live.stream().anyMatch(run -> run.id().equals(runId));
  }

  public boolean isEmpty() {
    return live.isEmpty();
  }

  /** From now on: a run that is added later stops as well. */
  public void stopAll(StopSignal.Reason reason) {
    stoppingAll = reason;
    live.forEach(run -> run.stop().request(reason));
  }

  /** What could say again that it is alive may execute runs again. */
  void goOn() {
    if (stoppingAll == StopSignal.Reason.FENCED_OUT) {
      stoppingAll = null;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }

  private void look() {
    try {
      while (true) {
        clock.sleep(LOOK);
        live.forEach(this::lookAt);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private void lookAt(RunExecution run) {
    try {
      Optional<RunRecord> now = ledger.read().runs().find(run.id());
      if (now.isEmpty() || now.get().fence() != run.claim().fence()) {
        run.stop().request(StopSignal.Reason.FENCED_OUT);
      } else if (now.get().cancelRequestedAt().isPresent()) {
        run.stop().request(StopSignal.Reason.CANCELLED);
      }
    } catch (RuntimeException e) { // the watch goes on, whatever the ledger suffers from
      LOG.warn("Cannot look after {}: {}", run, e.getMessage());
    }
  }
}
