package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How good the result of a job is, as its repository measures it.
 *
 * @param command shell line, run at the root of a clean checkout; the client's domain is its first
 *     argument
 * @param target least accuracy, 0 to 1
 * @param rounds evaluations with a turn of the agent between two of them
 * @param timeout of one evaluation
 */
public record EvaluationSettings(String command, double target, int rounds, Duration timeout) {

  @JsonCreator
  static EvaluationSettings read(
      @JsonProperty("command") String command,
      @JsonProperty("target") double target,
      @JsonProperty("rounds") int rounds,
      @JsonProperty("timeout-seconds") long timeoutSeconds) {
    return new EvaluationSettings(command, target, rounds, Duration.ofSeconds(timeoutSeconds));
  }
}
