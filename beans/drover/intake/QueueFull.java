package drover.intake;

import java.time.Duration;

/** As much is queued as the operator allows; nothing was accepted. */
public final class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public QueueFull(long queued, Duration retryAfter) {
    super("%d runs are queued, more are not accepted now: try again later".formatted(queued));
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
