package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A checkpointed stage of a run.
 *
 * @param attempt the attempt in which it was done
 * @param seq place among the steps of the run, from 1
 * @param ordinal the nth call of this name, from 1
 * @param result what it gave back, as versioned JSON, once finished
 */
public record StepRecord(
    String run,
    int attempt,
    int seq,
    String name,
    int ordinal,
    StepState state,
    Optional<String> result,
    Instant startedAt,
    Optional<Instant> finishedAt) {}
