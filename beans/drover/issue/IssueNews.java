package drover.issue;

import drover.deliver.Delivered;
import drover.deliver.News;
import drover.deliver.Tried;
import drover.github.effect.IssueTarget;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunState;
import drover.review.Review;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.verify.Verified;
import java.util.regex.Pattern;
import org.apache.camel.Variable;

/** Puts into words for an issue how the work on it ended. */
public final class IssueNews {
  private static final int LONGEST_BODY = 10_000;

  /** Nobody is told, and no other issue gets a link, because an agent wrote a name. */
  private static final Pattern MENTION = Pattern.compile("[@#](?=\\w)");

  private final Tried tried;
  private final Journal journal;

  public IssueNews(Ledger ledger, Journal journal) {
    this.tried = new Tried(ledger);
    this.journal = journal;
  }

  /** Where the work is now, and how good it is. */
  public News delivered(
      @Variable("run") RunExecution run,
      @Variable("issue") Issue issue,
      @Variable("verify") Verified verified,
      @Variable("review") Review review,
      @Variable("deliver") Delivered delivered) {
    StringBuilder body = new StringBuilder("**The work on this issue is delivered.**\n\n");
    delivered.pullRequest().ifPresent(url -> line(body, "- pull request " + url));
    line(body, "- branch `%s`, %s".formatted(delivered.branch(), delivered.change()));
    line(body, "- commit %s".formatted(delivered.commit()));
    line(body, "- checks: " + quiet(verified.summary()));
    line(body, "- review: " + quiet(review.summary()));
    line(body, "- cost: " + tried.cost(run.id()));
    line(body, "");
    line(body, "Run `%s` of Drover.".formatted(run.id()));
    return news("delivered", body);
  }

  /**
   * What was tried, and why it ended.
   *
   * @param failure around a {@link RunEnded}
   */
  public News failed(RunExecution run, Issue issue, Throwable failure) {
    RunEnded ended = Causes.find(failure, RunEnded.class);
    StringBuilder body = new StringBuilder();
    line(body, "**The work on this issue did not come to its end:** " + quiet(ended.reason()));
    line(body, "");
    line(body, "What was tried:");
    tried.steps(run.id()).forEach(step -> line(body, "- " + quiet(step)));
    line(body, "- stage it ended in: " + tried.stage(run.id()));
    line(body, "- cost: " + tried.cost(run.id()));
    line(body, "");
    line(
        body,
        "What there is stays with run `%1$s`: `./drover show %1$s` tells more, `./drover retry %1$s` tries again."
            .formatted(run.id()));
    return news("failed", body);
  }

  /**
   * Whether the issue does not know yet: of a frozen run it was told with the evidence.
   *
   * @param failure around a {@link RunEnded}
   */
  public boolean isUntold(Throwable failure) {
    return Causes.find(failure, RunEnded.class).state() != RunState.FROZEN;
  }

  /** Where the label goes that asks for a person. */
  public IssueTarget target(@Variable("issue") Issue issue) {
    return new IssueTarget(issue.repositoryUrl(), issue.number());
  }

  /** In a rehearsal nothing is said on the issue. */
  public void rehearse(RunExecution run, Issue issue, News news) {
    journal.tell(
        run.claim(),
        EventType.NOTICE,
        "rehearsal: nothing is said on %s; it would be: %s"
            .formatted(issue.getName(), news.body().strip()));
  }

  /**
   * The issue could not be told, however often it was tried.
   *
   * @param failure around the end that this would be for a run that cannot do without
   */
  public void untold(RunExecution run, Issue issue, Throwable failure) {
    RunEnded gaveUp = Causes.find(failure, RunEnded.class);
    journal.tell(
        run.claim(),
        EventType.NOTICE,
        "%s was not told: %s".formatted(issue.getName(), gaveUp.reason()));
  }

  private News news(String occasion, StringBuilder body) {
    String text = journal.withoutSecrets(body.toString());
    return new News(occasion, text.substring(0, Math.min(LONGEST_BODY, text.length())));
  }

  private static String quiet(String words) {
    return MENTION.matcher(words.replace("<", "&lt;")).replaceAll("$0\u200B");
  }

  private static void line(StringBuilder body, String text) {
    body.append(text).append('\n');
  }
}
