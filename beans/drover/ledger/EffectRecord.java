package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Something the world outside sees.
 *
 * @param key natural key: the same effect has the same key, whoever asks for it
 * @param kind for instance {@code branch}
 * @param request what is to be there, as JSON
 * @param receipt what the other side answered
 * @param attempts how often it could not be said whether it is there
 */
public record EffectRecord(
    String key,
    String run,
    String kind,
    EffectState state,
    String request,
    Optional<String> receipt,
    int attempts,
    Instant at) {}
