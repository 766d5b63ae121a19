package drover.ledger;

import drover.json.WireWord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An application of the label that asks for work on an issue, and the run that answers it.
 *
 * @param run its id; it may not be written yet
 * @param repository {@code owner/repo}
 * @param event id of GitHub's event of the label
 * @param state of the run; empty: it is not written
 * @param attempts to bring the labels into line, in vain
 */
public record IssueClaim(
    String run,
    String repository,
    int number,
    long event,
    Mirrored mirrored,
    Optional<RunState> state,
    int attempts,
    Instant at) {

  private static final Duration VOID_AFTER = Duration.ofMinutes(1);

  /** What the labels of the issue say of it. */
  public enum Mirrored implements WireWord {
    NONE,
    CLAIMED,
    RELEASED
  }

  /** {@code owner/repo#12}. */
  public String issue() {
    return repository + "#" + number;
  }

  /** Whether the labels of the issue say that its run is over. */
  public boolean isReleased() {
    return mirrored == Mirrored.RELEASED;
  }

  /** Whether whoever made it is gone: its run was never written, and should be by now. */
  public boolean isVoid(Instant now) {
    return state.isEmpty() && at.plus(VOID_AFTER).isBefore(now);
  }

  /** Whether its run is over. */
  public boolean isEnded() {
    return state.filter(RunState::isEnded).isPresent();
  }
}
