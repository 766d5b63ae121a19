package drover.linear;

import drover.machine.Clock;
import java.time.Duration;
import java.time.Instant;

/** It is always the same time. */
public record StoppedClock(Instant now) implements Clock {
  @Override
  public void sleep(Duration duration) {
    throw new UnsupportedOperationException("nothing here waits");
  }
}
