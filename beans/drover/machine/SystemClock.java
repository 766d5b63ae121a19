package drover.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

final class SystemClock implements Clock {
  /** Milliseconds, the resolution of the ledger: an instant read back equals the one written. */
  @Override
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }
}
