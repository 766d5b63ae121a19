package drover.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/** What a turn, a run and a day may cost at most; no value of any of them means "unlimited". */
public record LimitSettings(
    double turnCostUsd,
    double costUsd,
    double jobDayCostUsd,
    double dayCostUsd,
    long turnSeconds,
    long runSeconds,
    int consecutiveErrors,
    long silenceSeconds,
    WhenSilent whenSilent,
    int wrapUpPercent) {

  /** What is done about an agent from which nothing is heard any more. */
  public enum WhenSilent {
    @JsonProperty("report")
    REPORT,
    @JsonProperty("stop")
    STOP
  }

  /**
   * The same, or less for one run; its turns end with it.
   *
   * @param usd most that it may cost; empty: as it is
   * @param seconds most that it may take; empty: as it is
   */
  public LimitSettings atMost(Optional<Double> usd, Optional<Long> seconds) {
    return new LimitSettings(
        turnCostUsd,
        Math.min(costUsd, usd.orElse(costUsd)),
        jobDayCostUsd,
        dayCostUsd,
        turnSeconds,
        Math.min(runSeconds, seconds.orElse(runSeconds)),
        consecutiveErrors,
        silenceSeconds,
        whenSilent,
        wrapUpPercent);
  }

  public Duration silence() {
    return Duration.ofSeconds(silenceSeconds);
  }
}
