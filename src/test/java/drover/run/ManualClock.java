package drover.run;

import drover.machine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time passes when the test says so. */
final class ManualClock implements Clock {
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

  synchronized void advance(Duration duration) {
    now = now.plus(duration);
    notifyAll();
  }

  /** Returns when a thread has done what it had to and sleeps again. */
  synchronized void awaitSleeper() throws InterruptedException {
    while (alarms.stream().noneMatch(now::isBefore)) {
      wait();
    }
  }
}
