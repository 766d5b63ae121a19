package drover.review;

import drover.run.StepResult;

/**
 * Result of the step {@code reset}.
 *
 * @param commit where the branch is again
 * @param left commit that the branch was at before, which is worse
 * @param reason why, in one sentence
 */
public record Reset(String commit, String left, String reason) implements StepResult {
  @Override
  public boolean pleases() {
    return false;
  }

  @Override
  public String summary() {
    return "back from %.7s to %.7s: %s".formatted(left, commit, reason);
  }
}
