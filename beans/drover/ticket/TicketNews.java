package drover.ticket;

import drover.deliver.Delivered;
import drover.deliver.News;
import drover.deliver.Tried;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.review.Review;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.verify.Verified;
import org.apache.camel.Variable;

/** Puts into words for a ticket how the work on it ended. */
public final class TicketNews {
  private static final int LONGEST_BODY = 10_000;

  private final Tried tried;
  private final Journal journal;

  public TicketNews(Ledger ledger, Journal journal) {
    this.tried = new Tried(ledger);
    this.journal = journal;
  }

  /** That there is a branch now, and how good it is. */
  public News delivered(
      @Variable("run") RunExecution run,
      @Variable("ticket") Ticket ticket,
      @Variable("verify") Verified verified,
      @Variable("review") Review review,
      @Variable("coverage") Coverage coverage,
      @Variable("deliver") Delivered delivered) {
    StringBuilder body = new StringBuilder();
    line(body, "**%s is done** and waits for a look.", ticket.identifier());
    line(body, "");
    delivered.pullRequest().ifPresent(url -> line(body, "- pull request %s", url));
    line(body, "- branch `%s`, %s", delivered.branch(), delivered.change());
    line(body, "- checks: %s", verified.summary());
    line(body, "- review: %s", review.summary());
    if (!coverage.parts().isEmpty()) {
      line(body, "- sub-issues: %s", coverage.summary());
    }
    line(body, "- cost: %s", tried.cost(run.id()));
    line(body, "");
    line(body, "Run `%s` of Drover.", run.id());
    return news("delivered", body);
  }

  /**
   * What was tried, and why it ended.
   *
   * @param failure around a {@link RunEnded}
   */
  public News failed(RunExecution run, Ticket ticket, Throwable failure) {
    RunEnded ended = Causes.find(failure, RunEnded.class);
    StringBuilder body = new StringBuilder();
    line(
        body,
        "**The work on %s did not come to its end:** %s",
        ticket.identifier(),
        ended.reason());
    line(body, "");
    line(body, "What was tried:");
    tried.steps(run.id()).forEach(step -> line(body, "- %s", step));
    line(body, "- stage it ended in: %s", tried.stage(run.id()));
    line(body, "- cost: %s", tried.cost(run.id()));
    line(body, "");
    line(
        body,
        "What there is stays with run `%s`: `./drover show %s` tells more, `./drover retry %s` tries again.",
        run.id(),
        run.id(),
        run.id());
    return news("failed", body);
  }

  /** In a rehearsal nothing is said on the ticket. */
  public void rehearse(RunExecution run, Ticket ticket, News news) {
    journal.tell(
        run.claim(),
        EventType.NOTICE,
        "rehearsal: nothing is said on %s; it would be: %s"
            .formatted(ticket.identifier(), news.body().strip()));
  }

  /**
   * The ticket could not be told, or not be moved, however often it was tried.
   *
   * @param failure around the end that this would be for a run that cannot do without
   */
  public void untold(RunExecution run, Ticket ticket, Throwable failure) {
    RunEnded gaveUp = Causes.find(failure, RunEnded.class);
    journal.tell(
        run.claim(),
        EventType.NOTICE,
        "%s was not told: %s".formatted(ticket.identifier(), gaveUp.reason()));
  }

  private News news(String occasion, StringBuilder body) {
    String text = journal.withoutSecrets(body.toString());
    return new News(occasion, text.substring(0, Math.min(LONGEST_BODY, text.length())));
  }

  private static void line(StringBuilder body, String format, Object... values) {
    body.append(values.length == 0 ? format : format.formatted(values)).append('\n');
  }
}
