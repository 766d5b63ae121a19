package drover.issue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import drover.turn.TurnResult;
import drover.verify.Verified;

/**
 * Result of the step {@code compose}: the commit that leaves.
 *
 * @param subject first line of its message
 * @param turn the last turn, as if that commit were its own
 * @param verified what was found of the same files
 */
public record Composed(String subject, TurnResult turn, Verified verified) implements StepResult {
  @JsonIgnore
  public String getCommit() {
    return verified.commit();
  }

  @Override
  public String summary() {
    return "%s (%.7s)".formatted(subject, verified.commit());
  }
}
