package drover.watch;

import drover.deliver.Delivered;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.effect.GithubComments;
import drover.github.effect.IssueTarget;
import drover.run.RunExecution;
import drover.workspace.Workspace;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Variable;

/** Where people are told what CI says: on the issue, or on the pull request where there is none. */
public final class CiIssue {
  private static final Pattern ISSUE = Pattern.compile("[^#]+#([1-9][0-9]{0,8})");
  private static final Pattern PULL_REQUEST = Pattern.compile(".*/pull/([1-9][0-9]{0,8})");

  private final GithubComments comments;

  public CiIssue(GithubComments comments) {
    this.comments = comments;
  }

  /** Empty: nowhere. */
  public Optional<IssueTarget> target(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("deliver") Delivered delivered) {
    return numberOf(run)
        .or(() -> number(PULL_REQUEST, delivered.pullRequest().orElse("")))
        .map(number -> new IssueTarget(workspace.repository(), number));
  }

  /** Whether the run is about an issue at all. */
  public boolean isAboutIssue(@Variable("run") RunExecution run) {
    return numberOf(run).isPresent();
  }

  /** Whether an issue is done: one whose work has only a pull request, or is rehearsed, is not. */
  public boolean isToBeClosed(
      @Variable("run") RunExecution run, @Variable("deliver") Delivered delivered) {
    boolean isReal = !run.task().isRehearsal();
    return isReal && isAboutIssue(run) && delivered.pullRequest().isEmpty();
  }

  /** The issue of a run that is about one. */
  public IssueTarget issue(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    return new IssueTarget(workspace.repository(), numberOf(run).orElseThrow());
  }

  /** Result of the step {@code close-issue}. */
  public Closed closed(
      @Variable("run") RunExecution run, @Variable("deliver") Delivered delivered) {
    return new Closed(
        isToBeClosed(run, delivered)
            ? "the issue is closed"
            : "the issue is closed when its work is merged");
  }

  private static Optional<Integer> numberOf(RunExecution run) {
    return number(ISSUE, run.task().params().getOrDefault("issue", ""));
  }

  private static Optional<Integer> number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** A run says the same thing once, each of its attempts anew. */
  public Intent intent(
      @Variable("run") RunExecution run,
      @Variable("issueTarget") IssueTarget target,
      @Variable("ciNews") String text) {
    String key = "ci:%s:%d".formatted(run.id(), run.claim().attempt());
    return comments.intent(target.repository(), target.number(), key, text);
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    return comments.find(intent);
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    return comments.send(intent);
  }
}
