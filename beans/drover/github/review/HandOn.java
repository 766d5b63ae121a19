package drover.github.review;

import drover.ledger.Ledger;
import drover.ledger.PullRequestsTable;
import drover.ledger.RunRecord;
import drover.ledger.Tables;
import drover.ledger.ToldComment;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.report.Artifacts;
import drover.run.Instruction;
import drover.run.Instructions;
import drover.run.NotRunnable;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Variable;

/**
 * Tells a run what people said of its pull request, as one instruction. Each comment is told once,
 * whoever asks and however often: that it was, and the instruction, are one transaction.
 */
public final class HandOn {
  private static final Duration UNTIL_DELIVERED = Duration.ofSeconds(15);

  private final Ledger ledger;
  private final Instructions instructions;
  private final Limits limits;
  private final Artifacts artifacts;
  private final Clock clock;

  public HandOn(
      Ledger ledger, Instructions instructions, Limits limits, Artifacts artifacts, Clock clock) {
    this.ledger = ledger;
    this.instructions = instructions;
    this.limits = limits;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /**
   * Work of the step {@code hand-on}.
   *
   * @throws RunEnded when the run cannot go on
   * @throws RunWaiting while the run delivers, or another one works on its branch
   */
  public HandedOn handOn(
      @Variable("run") RunExecution run, @Variable("look") PullRequestSeen seen) {
    requireRunnable(run, seen);
    try {
      ledger.write(tables -> tell(tables, run, seen));
    } catch (NotRunnable notNow) {
      throw RunWaiting.until(
          WaitingFor.RESUME, clock.now().plus(UNTIL_DELIVERED), "resume: " + notNow.getMessage());
    }
    Set<String> told =
        ledger.read().pullRequests().toldBy(run.id()).stream()
            .map(one -> one.kind() + " " + one.comment())
            .collect(Collectors.toSet());
    List<ReviewComment> handedOn =
        seen.comments().stream().filter(one -> told.contains(one.name())).toList();
    String first =
        handedOn.isEmpty()
            ? "Nothing new to fix in " + seen.url()
            : "Handed on to run %s: %d of %s".formatted(seen.run(), handedOn.size(), seen.url());
    return result(run, seen, first, handedOn);
  }

  /** The same in a rehearsal: nobody is told. */
  public HandedOn rehearse(
      @Variable("run") RunExecution run, @Variable("look") PullRequestSeen seen) {
    String first =
        "Rehearsal: of a sample pull request %d would be handed on; no run is told, and nothing is answered"
            .formatted(seen.comments().size());
    return result(run, seen, first, seen.comments());
  }

  private RunRecord tell(Tables tables, RunExecution run, PullRequestSeen seen) {
    tables.runs().fenced(run.claim());
    RunRecord maker = tables.runs().find(seen.run()).orElseThrow();
    tables.pullRequests().goOn(seen.url());
    List<ReviewComment> fresh =
        seen.comments().stream()
            .filter(
                one ->
                    tables
                        .pullRequests()
                        .tell(told(run, maker, seen, one), clock.now().toEpochMilli()))
            .toList();
    return fresh.isEmpty()
        ? maker
        : instructions.pass(
            tables,
            maker.id(),
            new Instruction(CommentText.of(fresh), authors(fresh), Optional.of(seen.url())));
  }

  private static ToldComment told(
      RunExecution run, RunRecord maker, PullRequestSeen seen, ReviewComment one) {
    return new ToldComment(
        PullRequestsTable.keyOf(seen.url()),
        one.kind(),
        one.id(),
        one.thread(),
        maker.id(),
        run.id(),
        maker.headSha().orElse(""));
  }

  private static String authors(List<ReviewComment> comments) {
    return comments.stream()
        .map(ReviewComment::author)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "", " on GitHub"));
  }

  private void requireRunnable(RunExecution run, PullRequestSeen seen) {
    RunRecord asking = ledger.read().runs().find(run.id()).orElseThrow();
    RunRecord maker = ledger.read().runs().find(seen.run()).orElseThrow();
    if (maker.isOfTheForeground() && !asking.isOfTheForeground()) {
      throw RunEnded.failed(
          "failed",
          "not-told: run %s was begun in the foreground, and no server goes on with it: ./drover run pr-fix --param pull-request=%s"
              .formatted(maker.id(), seen.name()));
    }
    try {
      limits.refuseWhenUsedUp(maker);
    } catch (NotRunnable usedUp) {
      throw RunEnded.failed("failed", "not-told: " + usedUp.getMessage());
    }
  }

  private HandedOn result(
      RunExecution run, PullRequestSeen seen, String first, List<ReviewComment> handedOn) {
    String list =
        handedOn.stream()
            .map(one -> "\n- %s %s".formatted(one.inShort(), one.url()).stripTrailing())
            .collect(Collectors.joining());
    String text = first + seen.others() + list;
    return new HandedOn(artifacts.write(run, "comments.md", text + "\n").toString(), text);
  }
}
