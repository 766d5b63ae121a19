package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that is about to be recorded as queued.
 *
 * @param repository as it was asked for
 * @param mode real or rehearsal
 * @param runtime the coding agent
 */
public record NewRun(
    String id,
    String source,
    String idemKey,
    String digest,
    String taskJson,
    String job,
    Optional<String> repository,
    String mode,
    String runtime,
    int priority,
    Instant createdAt) {}
