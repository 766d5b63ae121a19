package drover.dispatch;

import drover.machine.Clock;
import drover.run.NotRunnable;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that this server executes, each walked through its route by a virtual thread. */
public final class Runners {
  private static final Logger LOG = LoggerFactory.getLogger(Runners.class);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Clock clock;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private volatile Consumer<String> walk = run -> {};
  private volatile Runnable bell = () -> {};
  private volatile boolean closed;

  public Runners(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param walk executes a run until it ends or waits
   * @param bell is rung whenever a run is done
   */
  public void connect(Consumer<String> walk, Runnable bell) {
    this.walk = walk;
    this.bell = bell;
  }

  Set<String> ids() {
    return Set.copyOf(ids);
  }

  public int count() {
    return ids.size();
  }

  void begin(String run) {
    if (closed || !ids.add(run)) {
      return;
    }
    Thread.ofVirtual().name("run-" + run).start(() -> carryOut(run));
  }

  /** From now on nothing begins. */
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Waits until nothing is executed any more; false when that takes longer than {@code most}. */
  public boolean awaitIdle(Duration most) throws InterruptedException {
    Instant end = clock.now().plus(most);
    while (!ids.isEmpty()) {
      if (clock.now().isAfter(end)) {
        return false;
      }
      clock.sleep(LOOK);
    }
    return true;
  }

  private void carryOut(String run) {
    try {
      walk.accept(run);
    } catch (NotRunnable e) { // another command was faster, or it was cancelled meanwhile
      LOG.info("Not executed here: {}", e.getMessage());
    } catch (RuntimeException e) { // its end could not be recorded: it is looked at again
      LOG.error("Run {} was interrupted by {}", run, e.toString());
    } finally {
      ids.remove(run);
      if (!closed) {
        bell.run();
      }
    }
  }
}
