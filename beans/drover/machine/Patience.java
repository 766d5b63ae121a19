package drover.machine;

import java.time.Duration;
import java.time.Instant;

/** How long something that fails is tried again. */
public final class Patience {
  private final Clock clock = Clock.system();
  private final Instant end;
  private final Duration rest;

  private Patience(Duration longest, Duration rest) {
    this.end = clock.now().plus(longest);
    this.rest = rest;
  }

  /**
   * @param longest from now until nothing is tried any more
   * @param rest between two tries
   */
  public static Patience of(Duration longest, Duration rest) {
    return new Patience(longest, rest);
  }

  /** Whether it is not to be tried any more. */
  public boolean isOver() {
    return !clock.now().isBefore(end);
  }

  /** Rests before the next try; an interruption is kept for whoever looks. */
  public void rest() {
    try {
      clock.sleep(rest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
