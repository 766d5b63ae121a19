package drover.run;

import drover.machine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time passes when the test says so. */
public final class ManualClock implements Clock {
  private final List<Instant> alarms = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) throws InterruptedException {
    Instant alarm = now.plus(duration);
    alarms.add(alarm);
    notifyAll();
    try {
      while (now.isBefore(alarm)) {
        wait();
      }
    } finally {
      alarms.remove(alarm);
    }
  }

  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
    notifyAll();
  }

  /** How many threads sleep now, and not only because they have not noticed that it is time. */
  synchronized int sleepers() {
    return (int) alarms.stream().filter(now::isBefore).count();
  }

  /** Returns when so many threads have done what they had to and sleep again. */
  synchronized void awaitSleepers(int threads) throws InterruptedException {
    while (sleepers() < threads) {
      wait();
    }
  }
}
