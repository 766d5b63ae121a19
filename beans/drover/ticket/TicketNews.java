package drover.ticket;

import drover.deliver.Delivered;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.review.Review;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.StepResult;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/** Puts into words for a ticket how the work on it ended. */
public final class TicketNews {
  private static final int LONGEST_BODY = 10_000;

  /** The steps of which a ticket hears, and what they give back. */
  private static final Map<String, Class<? extends StepResult>> TOLD =
      Map.of(
          "workspace", Workspace.class,
          "turn", TurnResult.class,
          "verify", Verified.class,
          "review", Review.class);

  private final Ledger ledger;
  private final Journal journal;

  public TicketNews(Ledger ledger, Journal journal) {
    this.ledger = ledger;
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
    line(body, "- cost: %s", cost(run));
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
    steps(run).forEach(step -> line(body, "- %s", step));
    line(body, "- stage it ended in: %s", stage(run));
    line(body, "- cost: %s", cost(run));
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

  private List<String> steps(RunExecution run) {
    return ledger.read().steps().active(run.id()).stream()
        .flatMap(step -> told(step).stream())
        .toList();
  }

  private static Optional<String> told(StepRecord step) {
    return Optional.ofNullable(TOLD.get(step.name()))
        .flatMap(
            type ->
                step.result()
                    .map(json -> Json.convert(Json.tree(json).path("result"), type))
                    .map(result -> step.name() + ": " + result.summary()));
  }

  private String stage(RunExecution run) {
    return ledger.read().steps().active(run.id()).stream()
        .map(StepRecord::name)
        .reduce((first, second) -> second)
        .orElse("none");
  }

  private String cost(RunExecution run) {
    return String.format(Locale.ROOT, "%.2f USD", ledger.read().spend().ofRun(run.id()));
  }

  private static void line(StringBuilder body, String format, Object... values) {
    body.append(values.length == 0 ? format : format.formatted(values)).append('\n');
  }
}
