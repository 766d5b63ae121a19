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
 * @param overtakenBy commit that the branch stands at, on top of which this one is not, so that
 *     nothing was delivered; empty: it was
 */
public record Delivered(
    String repository,
    String branch,
    String commit,
    String change,
    Optional<String> pullRequest,
    Optional<String> overtakenBy)
    implements StepResult {

  public Delivered(
      String repository,
      String branch,
      String commit,
      String change,
      Optional<String> pullRequest) {
    this(repository, branch, commit, change, pullRequest, Optional.empty());
  }

  /** For routes: whether others were faster, and the work has to be merged with theirs first. */
  @JsonIgnore
  public boolean isOvertaken() {
    return overtakenBy.isPresent();
  }

  /** For routes: the URL of the pull request, or nothing. */
  @JsonIgnore
  public String getPullRequestUrl() {
    return pullRequest.orElse("");
  }

  @Override
  public boolean pleases() {
    return !isOvertaken();
  }

  @Override
  public String summary() {
    if (isOvertaken()) {
      return "%s has moved on to %.7s, nothing was pushed".formatted(branch, overtakenBy.get());
    }
    return pullRequest
        .map(url -> "%s (%s)".formatted(url, change))
        .orElseGet(() -> "%s in %s (%s)".formatted(branch, repository, change));
  }
}
