package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/** The checks on a clean checkout of what the agent committed. */
public record VerifySettings(String browser, Duration timeout, int tailLines) {

  @JsonCreator
  static VerifySettings read(
      @JsonProperty("browser") String browser,
      @JsonProperty("timeout-seconds") long timeoutSeconds,
      @JsonProperty("tail-lines") int tailLines) {
    return new VerifySettings(browser, Duration.ofSeconds(timeoutSeconds), tailLines);
  }
}
