package drover.issue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import drover.turn.TurnResult;
import drover.workspace.Workspace;
import java.util.List;

/**
 * Result of the step {@code merge}: the work together with what others delivered meanwhile.
 *
 * @param commit of both; with conflicts that of the work alone
 * @param conflicts files that neither side can decide
 * @param workspace as it is from then on, on top of what the others delivered
 * @param turn the last turn, as if that commit were its own
 */
public record Merged(String commit, List<String> conflicts, Workspace workspace, TurnResult turn)
    implements StepResult {
  private static final int MOST_NAMED = 5;

  public Merged {
    conflicts = List.copyOf(conflicts);
  }

  /** For routes. */
  @JsonIgnore
  public boolean isClean() {
    return conflicts.isEmpty();
  }

  /** For routes: which files stand against each other, in one sentence. */
  @JsonIgnore
  public String getVerdict() {
    String named = String.join(", ", conflicts.stream().limit(MOST_NAMED).toList());
    return "%s has changed meanwhile in the same places: %s%s"
        .formatted(
            workspace.base(),
            named,
            conflicts.size() > MOST_NAMED
                ? " and %d more".formatted(conflicts.size() - MOST_NAMED)
                : "");
  }

  @Override
  public boolean pleases() {
    return isClean();
  }

  @Override
  public String summary() {
    return isClean()
        ? "with %s at %.7s: %.7s".formatted(workspace.base(), workspace.baseSha(), commit)
        : getVerdict();
  }
}
