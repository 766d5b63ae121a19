package drover.github.effect;

import drover.effect.Refused;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;

/**
 * Pull requests of a branch. GitHub ignores a filter that it does not understand: all is checked.
 */
final class PullRequests {
  private final GHRepository repository;
  private final String head;
  private final String base;

  PullRequests(GHRepository repository, String head, String base) {
    this.repository = repository;
    this.head = head;
    this.base = base;
  }

  Optional<GHPullRequest> open() throws IOException {
    return all(GHIssueState.OPEN).findFirst();
  }

  /**
   * @throws Refused when a person has ended the matter: only that person begins it again
   */
  void refuseWhenEnded() throws IOException {
    Optional<GHPullRequest> ended = all(GHIssueState.CLOSED).findFirst();
    if (ended.isPresent()) {
      GHPullRequest it = ended.get();
      throw new Refused(
          it.getMergedAt() == null
              ? "the pull request %s was closed, which ends the matter: reopen it, then retry"
                  .formatted(it.getHtmlUrl())
              : "the pull request %s was merged already: start a new run for what is left to do"
                  .formatted(it.getHtmlUrl()));
    }
  }

  private Stream<GHPullRequest> all(GHIssueState state) throws IOException {
    Predicate<GHPullRequest> isOurs =
        found ->
            found.getHead().getRef().equals(head)
                && found.getBase().getRef().equals(base)
                && isHere(found.getHead().getRepository());
    return repository
        .queryPullRequests()
        .state(state)
        .head(repository.getOwnerName() + ":" + head)
        .base(base)
        .list()
        .toList()
        .stream()
        .filter(isOurs);
  }

  /** A fork may have a branch of the same name. */
  private boolean isHere(GHRepository other) {
    return other != null && other.getId() == repository.getId();
  }
}
