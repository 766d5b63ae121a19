package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * What begins, and when.
 *
 * @param runs that one server executes at the same time
 * @param queueBound runs that may be queued before further requests are refused
 * @param retryAfter what a refused client is told to wait
 * @param ageing waiting time that is worth one step of priority
 * @param shutdown time in which the server stops
 */
public record DispatchSettings(
    int runs, int queueBound, Duration retryAfter, Duration ageing, Duration shutdown) {

  @JsonCreator
  static DispatchSettings read(
      @JsonProperty("runs") int runs,
      @JsonProperty("queue-bound") int queueBound,
      @JsonProperty("retry-after-seconds") long retryAfterSeconds,
      @JsonProperty("ageing-seconds") long ageingSeconds,
      @JsonProperty("shutdown-seconds") long shutdownSeconds) {
    return new DispatchSettings(
        runs,
        queueBound,
        Duration.ofSeconds(retryAfterSeconds),
        Duration.ofSeconds(ageingSeconds),
        Duration.ofSeconds(shutdownSeconds));
  }
}
