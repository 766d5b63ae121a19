package drover.intake;

import drover.config.DispatchSettings;
import drover.ledger.RunState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;

/**
 * How many runs are queued, as dispatch counted them last and intake has added since: bounds what
 * is accepted, and tells each its position. Holds ids only.
 */
public final class Backlog {
  private final DispatchSettings settings;
  private final AtomicInteger acceptedSince = new AtomicInteger();
  private volatile int counted;
  private volatile Front front = new Front(Map.of(), 0);

  public Backlog(DispatchSettings settings) {
    this.settings = settings;
  }

  /**
   * @param positions of those in front, 1 for the run that is next
   * @param free runs that can begin at once
   */
  private record Front(Map<String, Integer> positions, int free) {}

  /**
   * @throws QueueFull when as much is queued as may be
   */
  public Object requireRoom(@Body Object body) {
    int queued = queued();
    if (queued >= settings.queueBound()) {
      throw new QueueFull(queued, settings.retryAfter());
    }
    return body;
  }

  /** Runs that are queued now. */
  public int queued() {
    return counted + acceptedSince.get();
  }

  /** Counts what was accepted; gives it back with its position, 0 when it begins at once. */
  public Positioned place(@Body Accepted accepted) {
    Front seen = front;
    if (!accepted.isNew()) {
      int behind = accepted.state() == RunState.QUEUED ? counted : 0;
      return new Positioned(accepted, seen.positions().getOrDefault(accepted.run(), behind));
    }
    int ahead = counted + acceptedSince.getAndIncrement();
    return new Positioned(accepted, Math.max(0, ahead + 1 - seen.free()));
  }

  /** Dispatch begins to count: whatever is accepted from now on comes on top. */
  public int recount() {
    return acceptedSince.get();
  }

  /**
   * @param before what {@link #recount} said, which is counted now
   * @param queued how many there are
   */
  public void counted(int before, int queued) {
    counted = queued; // for a moment some are counted twice, never too few
    acceptedSince.addAndGet(-before);
  }

  /**
   * @param inFront ids in the order of their turns
   * @param free runs that can begin at once
   */
  public void seen(List<String> inFront, int free) {
    Map<String, Integer> positions = new HashMap<>();
    for (String run : inFront) {
      positions.put(run, positions.size() + 1);
    }
    front = new Front(positions, free);
  }
}
