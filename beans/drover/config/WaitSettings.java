package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How long a run waits for the model's service.
 *
 * @param usageLimit where the service does not say until when its limit holds
 * @param overloadFirst before an overloaded model is asked again; doubles with every try
 * @param overloadLongest the longest such wait
 * @param overloadTries waits in a row before the turn fails
 */
public record WaitSettings(
    Duration usageLimit, Duration overloadFirst, Duration overloadLongest, int overloadTries) {

  @JsonCreator
  static WaitSettings read(
      @JsonProperty("usage-limit-seconds") long usageLimitSeconds,
      @JsonProperty("overload-first-seconds") long overloadFirstSeconds,
      @JsonProperty("overload-longest-seconds") long overloadLongestSeconds,
      @JsonProperty("overload-tries") int overloadTries) {
    return new WaitSettings(
        Duration.ofSeconds(usageLimitSeconds),
        Duration.ofSeconds(overloadFirstSeconds),
        Duration.ofSeconds(overloadLongestSeconds),
        overloadTries);
  }
}
