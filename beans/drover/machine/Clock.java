package drover.machine;

import java.time.Duration;
import java.time.Instant;

/** The only source of time. A simulation replaces it with a virtual one. */
public interface Clock {
  Instant now();

  /**
   * Lets the current thread rest.
   *
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  void sleep(Duration duration) throws InterruptedException;

  /** The clock of this machine. */
  static Clock system() {
    return new SystemClock();
  }
}
