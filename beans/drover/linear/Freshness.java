package drover.linear;

import com.fasterxml.jackson.databind.JsonNode;
import drover.http.HttpProblem;
import drover.machine.Clock;
import java.time.Duration;

/**
 * An old event may be one that somebody has kept to send it again. Only {@code webhookTimestamp} in
 * the body is signed, milliseconds since 1970; the header of a similar name is not looked at.
 */
final class Freshness {
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private final Clock clock;

  Freshness(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws HttpProblem 400 when it is older or newer than the window, which belongs to it
   */
  void require(JsonNode event) {
    JsonNode sent = event.path("webhookTimestamp");
    if (!sent.isNumber()) {
      throw HttpProblem.badRequest("webhookTimestamp is missing, or is no number of milliseconds");
    }
    double age = Math.abs(clock.now().toEpochMilli() - sent.asDouble());
    if (!(age <= WINDOW.toMillis())) {
      throw HttpProblem.badRequest(
          "webhookTimestamp is more than %d s away from now: is the clock of this server right?"
              .formatted(WINDOW.toSeconds()));
    }
  }
}
