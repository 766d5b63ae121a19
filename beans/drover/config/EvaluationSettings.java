package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How good the result of a job is, as its repository measures it.
 *
 * @param command shell line, run at the root of a clean checkout; the client's domain is its first
 *     argument; empty: there is none
 * @param target least accuracy, 0 to 1
 * @param timeout of one evaluation
 */
public record EvaluationSettings(Optional<String> command, double target, Duration timeout) {
  private static final double TARGET = 0.7;
  private static final long TIMEOUT_SECONDS = 1_800;

  /**
   * @param rounds decides in the route, which reads it by its key
   */
  @JsonCreator
  static EvaluationSettings read(
      @JsonProperty("command") Optional<String> command,
      @JsonProperty("target") Optional<Double> target,
      @JsonProperty("rounds") Optional<Integer> rounds,
      @JsonProperty("timeout-seconds") Optional<Long> timeoutSeconds) {
    return new EvaluationSettings(
        command.filter(line -> !line.isBlank()),
        target.orElse(TARGET),
        Duration.ofSeconds(timeoutSeconds.orElse(TIMEOUT_SECONDS)));
  }
}
