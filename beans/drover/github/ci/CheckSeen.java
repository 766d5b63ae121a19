package drover.github.ci;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that CI says of a commit.
 *
 * @param name as GitHub shows it; the same check has the same name on another commit
 * @param said in the words of who made it
 * @param details what it reports beyond that, as text; empty: nothing
 * @param url where a person looks at it; empty: nowhere
 * @param run id of the check run; 0: it is none
 * @param workflow id of the run of GitHub Actions that it belongs to; 0: it belongs to none
 * @param startedAt when it was begun last, where that is known
 */
public record CheckSeen(
    Stage stage,
    String name,
    CheckState state,
    String said,
    String details,
    String url,
    long run,
    long workflow,
    Optional<Instant> startedAt) {

  /** Whether it ended, and not well. */
  @JsonIgnore
  public boolean isRed() {
    return state == CheckState.RED || state == CheckState.BROKEN_OFF;
  }

  /** Whether GitHub can be asked to do it once more. */
  @JsonIgnore
  public boolean isRepeatable() {
    return run > 0;
  }

  /** The same, told by who tells of the rollout. */
  public CheckSeen ofRollout() {
    return new CheckSeen(Stage.ROLLOUT, name, state, said, details, url, run, workflow, startedAt);
  }

  /** For people. */
  @JsonIgnore
  public String inWords() {
    return name + " " + state.word() + (said.isEmpty() ? "" : " (" + said + ")");
  }
}
