package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/** How a live turn is followed and stopped. */
public record TurnSettings(Duration poll, Duration stopGrace) {

  @JsonCreator
  static TurnSettings read(
      @JsonProperty("poll-ms") long pollMs, @JsonProperty("stop-grace-ms") long stopGraceMs) {
    return new TurnSettings(Duration.ofMillis(pollMs), Duration.ofMillis(stopGraceMs));
  }
}
