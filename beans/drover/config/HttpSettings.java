package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * The server's doors.
 *
 * @param port of webhooks and API; 0: a free one
 * @param managementPort of probes and metrics; 0: a free one
 * @param idle time after which a connection on which nothing moves is closed
 * @param request time within which a request has to be complete
 * @param workers requests worked on at the same time
 */
public record HttpSettings(
    String host,
    int port,
    int managementPort,
    long maxEventBytes,
    Duration idle,
    Duration request,
    int workers) {

  @JsonCreator
  static HttpSettings read(
      @JsonProperty("host") String host,
      @JsonProperty("port") int port,
      @JsonProperty("management-port") int managementPort,
      @JsonProperty("max-event-bytes") long maxEventBytes,
      @JsonProperty("idle-seconds") long idleSeconds,
      @JsonProperty("request-seconds") long requestSeconds,
      @JsonProperty("workers") int workers) {
    return new HttpSettings(
        host,
        port,
        managementPort,
        maxEventBytes,
        Duration.ofSeconds(idleSeconds),
        Duration.ofSeconds(requestSeconds),
        workers);
  }
}
