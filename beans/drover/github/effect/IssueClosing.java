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
import org.kohsuke.github.GHIssueState;

/** An issue is closed when its work is done; one that is closed already stays so. */
public final class IssueClosing {
  static final String KIND = "issue-closing";

  private final GithubTargets targets;
  private final GithubAccess access;

  public IssueClosing(GithubTargets targets, GithubAccess access) {
    this.targets = targets;
    this.access = access;
  }

  public Intent intent(@Variable("issueTarget") IssueTarget target) {
    GithubRepository repository = targets.of(target.repository());
    return Intent.of(
        KIND,
        "%s:%s#%d".formatted(KIND, repository.key(), target.number()),
        new IssueTarget(repository.url(), target.number()));
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    return ask(
        intent.requestAs(IssueTarget.class),
        issue ->
            issue.getState() == GHIssueState.CLOSED
                ? Optional.of(receipt(issue, "is closed"))
                : Optional.empty());
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    return ask(
        intent.requestAs(IssueTarget.class),
        issue -> {
          issue.close();
          return receipt(issue, "closed");
        });
  }

  private static Receipt receipt(GHIssue issue, String how) {
    return new Receipt(issue.getHtmlUrl().toString(), "#%d %s".formatted(issue.getNumber(), how));
  }

  /** What is asked of the issue. */
  private interface Question<T> {
    T ask(GHIssue issue) throws java.io.IOException;
  }

  private <T> T ask(IssueTarget wanted, Question<T> question) {
    GithubRepository repository = targets.of(wanted.repository());
    try {
      return access.ask(
          repository, Purpose.CONVERSATION, here -> question.ask(here.getIssue(wanted.number())));
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not close %s#%d (%d %s)"
              .formatted(repository.fullName(), wanted.number(), e.status(), e.said()));
    }
  }
}
