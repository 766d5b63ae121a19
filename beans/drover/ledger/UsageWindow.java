package drover.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much of the subscription was used.
 *
 * @param name the window, in the service's words, such as {@code five_hour}
 * @param at when the service said so
 * @param status in the service's words
 * @param utilization share used, 0 to 1
 */
public record UsageWindow(
    String name,
    Instant at,
    String status,
    OptionalDouble utilization,
    Optional<Instant> resetsAt) {}
