package drover.deliver;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.Optional;

/**
 * Result of the step {@code deliver}.
 *
 * @param repository where the branch is now
 * @param commit the verified commit that it points to
 * @param change files, insertions and deletions
 * @param pullRequest its URL, where there is one
 */
public record Delivered(
    String repository, String branch, String commit, String change, Optional<String> pullRequest)
    implements StepResult {

  /** For routes: the URL of the pull request, or nothing. */
  @JsonIgnore
  public String getPullRequestUrl() {
    return pullRequest.orElse("");
  }

  @Override
  public String summary() {
    return pullRequest
        .map(url -> "%s (%s)".formatted(url, change))
        .orElseGet(() -> "%s in %s (%s)".formatted(branch, repository, change));
  }
}
