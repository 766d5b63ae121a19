package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * One invocation of a coding agent.
 *
 * @param turn number of the turn in its run, from 1
 * @param invocation number of the start of a process for it, from 1
 * @param step {@code seq} of the step it belongs to
 * @param purpose implement, repair, review, review-again or fix
 * @param handle what the executor needs to find it again, as JSON
 * @param session the agent's session
 * @param file raw output, relative to the run's directory
 * @param readTo bytes of the output that are reflected in events and spend
 * @param outcome how it ended
 * @param report what it did, as JSON
 */
public record TurnRecord(
    String run,
    int attempt,
    int turn,
    int invocation,
    int step,
    String purpose,
    String executor,
    Optional<String> handle,
    String session,
    String file,
    long readTo,
    Optional<String> outcome,
    Optional<String> report,
    Instant startedAt,
    Optional<Instant> finishedAt) {}
