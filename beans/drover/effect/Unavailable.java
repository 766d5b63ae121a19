package drover.effect;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other side did not answer, or not now: nobody knows whether it was done. Worth another look
 * later.
 */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final @Nullable Duration retryAfter;

  private Unavailable(String service, String why, @Nullable Duration retryAfter) {
    super(service + ": " + why);
    this.reason = service + ": " + why;
    this.retryAfter = retryAfter;
  }

  /** It does not say for how long. */
  public static Unavailable now(String service, String why) {
    return new Unavailable(service, why, null);
  }

  /** It says how long it wants to be left alone. */
  public static Unavailable until(String service, String why, Duration retryAfter) {
    return new Unavailable(service, why, retryAfter);
  }

  /** Which service, and what happened. */
  public String reason() {
    return reason;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
