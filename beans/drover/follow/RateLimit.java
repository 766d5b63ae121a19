package drover.follow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Standing against the subscription's limits (Claude Code CLI 2.1.329, captured).
 *
 * @param status {@code allowed}, {@code allowed_warning} or {@code rejected}
 * @param type which window, such as {@code five_hour}; empty when not told
 * @param utilization share used, 0 to 1
 * @param windows every window that is told of, the one above among them
 */
public record RateLimit(
    String status,
    Optional<Instant> resetsAt,
    String type,
    OptionalDouble utilization,
    List<Window> windows) {

  /** One window, such as {@code five_hour}. */
  public record Window(
      String name, String status, Optional<Instant> resetsAt, OptionalDouble utilization) {}

  /** Whether the next request will be refused until {@link #resetsAt()}. */
  public boolean rejected() {
    return status.equals("rejected");
  }
}
