package drover.ledger;

import java.time.Instant;

/** A run that is about to be recorded as queued. */
public record NewRun(
    String id,
    String source,
    String idemKey,
    String digest,
    String taskJson,
    String job,
    int priority,
    Instant createdAt) {}
