package drover.effect;

import drover.config.OutageSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a run waits for a service that is not there: each try twice as long as the one before.
 */
public final class Outages {
  /** What a service asks for beyond that is not believed. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

  private final OutageSettings settings;

  public Outages(OutageSettings settings) {
    this.settings = settings;
  }

  /** Tries in all before the run fails. */
  int tries() {
    return settings.tries();
  }

  /**
   * @param tries of this effect up to now, this one included
   * @param retryAfter what the service asked for; it is never waited less than that
   */
  Duration waitBefore(int tries, Optional<Duration> retryAfter) {
    Duration wait = settings.first();
    for (int before = 1; before < tries && wait.compareTo(settings.longest()) < 0; before++) {
      wait = wait.multipliedBy(2);
    }
    Duration own = shorter(wait, settings.longest());
    Duration asked = shorter(retryAfter.orElse(Duration.ZERO), LONGEST_ASKED_FOR);
    return own.compareTo(asked) < 0 ? asked : own;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
