package drover.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

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

  public Duration silence() {
    return Duration.ofSeconds(silenceSeconds);
  }
}
