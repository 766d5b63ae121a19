package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/** Liveness of this process in the ledger. */
public record InstanceSettings(Duration heartbeat, Duration lease) {

  @JsonCreator
  static InstanceSettings read(
      @JsonProperty("heartbeat-seconds") long heartbeatSeconds,
      @JsonProperty("lease-seconds") long leaseSeconds) {
    return new InstanceSettings(
        Duration.ofSeconds(heartbeatSeconds), Duration.ofSeconds(leaseSeconds));
  }
}
