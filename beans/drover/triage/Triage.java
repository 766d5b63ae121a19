package drover.triage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.List;

/**
 * Result of the step {@code triage}.
 *
 * @param issues that are worth a fix, most important first, at most as many as configured
 * @param left how many more were found
 */
public record Triage(List<Issue> issues, int left) implements StepResult {

  /**
   * Something that goes wrong and how to mend it, as the triage says it.
   *
   * @param confidence that it is real and the plan mends it, 0 to 1
   */
  public record Issue(String title, String evidence, String plan, double confidence) {}

  public Triage {
    issues = List.copyOf(issues);
  }

  /** For routes: how many are handed in. */
  @JsonIgnore
  public int getCount() {
    return issues.size();
  }

  @Override
  public String summary() {
    return issues.isEmpty()
        ? "nothing to do"
        : "%d found%s"
            .formatted(issues.size() + left, left == 0 ? "" : ", %d left".formatted(left));
  }
}
