package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that has not ended, without its task: what is looked at to decide which goes on next.
 *
 * @param repository where it works, or is to work; empty: the job's own
 * @param mode real or rehearsal
 * @param runtime the coding agent
 * @param stage name of its last step
 */
public record OpenRun(
    String id,
    String source,
    String job,
    Optional<String> repository,
    String mode,
    String runtime,
    int priority,
    RunState state,
    Optional<String> stage,
    Optional<String> owner,
    Optional<String> waitingFor,
    Optional<Instant> waitingUntil,
    Instant createdAt) {

  /** Whether anything of it was done already. */
  public boolean hasBegun() {
    return state != RunState.QUEUED;
  }

  /** Whether a server begins or continues it; its person does so with one in the foreground. */
  public boolean isForServers() {
    return !state.isEnded() && !source.equals(RunRecord.FOREGROUND);
  }
}
