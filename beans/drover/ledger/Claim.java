package drover.ledger;

/**
 * The right to write for a run.
 *
 * @param run id of the run
 * @param owner id of the instance that executes it
 * @param fence grows with every claim; a write with an older one is refused
 * @param attempt 1 for the first, one more with every retry
 */
public record Claim(String run, String owner, long fence, int attempt) {}
