package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A message for a channel.
 *
 * @param notice what it tells
 * @param attempts how often it was tried in vain
 * @param nextAt not before; empty: at once
 * @param said what the service, or the lack of one, answered last
 */
public record DeliveryRecord(
    String channel,
    NoticeRecord notice,
    DeliveryState state,
    int attempts,
    Optional<Instant> nextAt,
    String said) {}
