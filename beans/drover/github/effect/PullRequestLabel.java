package drover.github.effect;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.workspace.Workspace;
import java.util.Optional;
import org.apache.camel.Variable;
import org.kohsuke.github.GHPullRequest;

/**
 * A label on the pull request of a branch. GitHub makes a label that the repository does not have,
 * and putting it on twice changes nothing.
 */
public final class PullRequestLabel {
  static final String KIND = "pull-request-label";

  /**
   * @param repository URL
   */
  record Wanted(String repository, String head, String base, String label) {}

  private final GithubTargets targets;
  private final GithubAccess access;
  private final String label;

  public PullRequestLabel(GithubTargets targets, GithubAccess access, String label) {
    this.targets = targets;
    this.access = access;
    this.label = label;
  }

  /** For a repository on GitHub. */
  public Intent intent(@Variable("workspace") Workspace workspace) {
    GithubRepository repository = targets.of(workspace);
    return Intent.of(
        KIND,
        "label:%s:%s".formatted(PullRequestEffect.keyOf(repository, workspace), label),
        new Wanted(repository.url(), workspace.branch(), workspace.base(), label));
  }

  /**
   * @throws Refused when there is no open pull request, or GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        there ->
            there.getLabels().stream()
                .filter(one -> one.getName().equalsIgnoreCase(wanted.label()))
                .findFirst()
                .map(one -> receipt(there, wanted)));
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        there -> {
          there.addLabels(wanted.label());
          return receipt(there, wanted);
        });
  }

  private static Receipt receipt(GHPullRequest there, Wanted wanted) {
    return new Receipt(
        there.getHtmlUrl().toString(),
        "#%d has the label %s".formatted(there.getNumber(), wanted.label()));
  }

  /** What is asked of the open pull request. */
  private interface Question<T> {
    T ask(GHPullRequest pullRequest) throws java.io.IOException;
  }

  private <T> T ask(Wanted wanted, Question<T> question) {
    GithubRepository repository = targets.of(wanted.repository());
    try {
      return access.ask(
          repository,
          Purpose.CONVERSATION,
          here ->
              question.ask(
                  new PullRequests(here, wanted.head(), wanted.base())
                      .open()
                      .orElseThrow(
                          () ->
                              new Refused(
                                  "there is no open pull request of %s in %s to put the label %s on"
                                      .formatted(
                                          wanted.head(), repository.fullName(), wanted.label())))));
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not put the label %s on (%d %s)"
              .formatted(wanted.label(), e.status(), e.said()));
    }
  }
}
