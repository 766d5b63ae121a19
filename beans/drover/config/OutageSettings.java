package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * How long a run waits for a service that its result goes to and that does not answer.
 *
 * @param first before it is asked again; doubles with every try
 * @param longest the longest such wait
 * @param tries waits for one effect before the run fails
 */
public record OutageSettings(Duration first, Duration longest, int tries) {

  @JsonCreator
  static OutageSettings read(
      @JsonProperty("first-seconds") long firstSeconds,
      @JsonProperty("longest-seconds") long longestSeconds,
      @JsonProperty("tries") int tries) {
    return new OutageSettings(
        Duration.ofSeconds(firstSeconds), Duration.ofSeconds(longestSeconds), tries);
  }
}
