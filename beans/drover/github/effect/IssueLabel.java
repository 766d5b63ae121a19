package drover.github.effect;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import java.util.Optional;
import org.apache.camel.Variable;
import org.kohsuke.github.GHIssue;

/**
 * The label of an issue that a person has to look at. GitHub makes a label that the repository does
 * not have, and putting it on twice changes nothing.
 */
public final class IssueLabel {
  static final String KIND = "human-label";

  /**
   * @param repository URL
   */
  record Wanted(String repository, int number, String label) {}

  private final GithubTargets targets;
  private final GithubAccess access;
  private final String label;

  public IssueLabel(GithubTargets targets, GithubAccess access, String label) {
    this.targets = targets;
    this.access = access;
    this.label = label;
  }

  public Intent intent(@Variable("issueTarget") IssueTarget target) {
    GithubRepository repository = targets.of(target.repository());
    return Intent.of(
        KIND,
        "%s:%s#%d:%s".formatted(KIND, repository.key(), target.number(), label),
        new Wanted(repository.url(), target.number(), label));
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        issue ->
            issue.getLabels().stream()
                .filter(one -> one.getName().equalsIgnoreCase(wanted.label()))
                .findFirst()
                .map(one -> receipt(issue, wanted)));
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        issue -> {
          issue.addLabels(wanted.label());
          return receipt(issue, wanted);
        });
  }

  private static Receipt receipt(GHIssue issue, Wanted wanted) {
    return new Receipt(
        issue.getHtmlUrl().toString(),
        "#%d has the label %s".formatted(wanted.number(), wanted.label()));
  }

  /** What is asked of the issue. */
  private interface Question<T> {
    T ask(GHIssue issue) throws java.io.IOException;
  }

  private <T> T ask(Wanted wanted, Question<T> question) {
    GithubRepository repository = targets.of(wanted.repository());
    try {
      return access.ask(
          repository, Purpose.CONVERSATION, here -> question.ask(here.getIssue(wanted.number())));
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not put the label %s on %s#%d (%d %s)"
              .formatted(
                  wanted.label(), repository.fullName(), wanted.number(), e.status(), e.said()));
    }
  }
}
