package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A gate at which an attempt of a run was blocked.
 *
 * @param attempt the attempt that was blocked
 * @param gate outcome of the run that it led to
 * @param seen digest of what the gate was about; an approval is for exactly that
 * @param never why nobody may approve it; empty: a person may
 * @param approval what a person decided; empty: nothing yet
 * @param used the step that passed the gate because of it
 */
public record ApprovalRecord(
    String run,
    int attempt,
    String gate,
    String seen,
    Optional<String> never,
    Instant askedAt,
    Optional<Approval> approval,
    Optional<Use> used) {

  /** Who approved it, when and why; {@code why} may be empty. */
  public record Approval(Instant at, String by, String why) {}

  /** A step, known by the attempt in which it was begun and its place in the run. */
  public record Use(int attempt, int seq) {}
}
