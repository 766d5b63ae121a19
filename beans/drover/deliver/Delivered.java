package drover.deliver;

import drover.run.StepResult;

/**
 * Result of the step {@code deliver}.
 *
 * @param repository where the branch is now
 * @param commit the verified commit that it points to
 * @param change files, insertions and deletions
 */
public record Delivered(String repository, String branch, String commit, String change)
    implements StepResult {
  @Override
  public String summary() {
    return "%s in %s (%s)".formatted(branch, repository, change);
  }
}
