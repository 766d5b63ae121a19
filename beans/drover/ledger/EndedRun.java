package drover.ledger;

import java.time.Instant;

/**
 * A run that is over, as far as it matters to how long what is left of it is kept.
 *
 * @param openEffects things it was to do outside that were never confirmed
 * @param openPullRequests pull requests of it that are not known to be merged or closed
 * @param hasWork whether an agent has left commits
 * @param delivered things it did outside
 */
public record EndedRun(
    String id,
    String job,
    RunState state,
    Instant finishedAt,
    long fence,
    int openEffects,
    int openPullRequests,
    boolean hasWork,
    int delivered) {}
