package drover.operate;

import drover.ledger.InstanceRecord;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.limit.Limits;
import drover.run.Act;
import drover.run.Approve;
import drover.run.Cancellation;
import drover.run.Instructions;
import drover.run.NotRunnable;
import drover.run.Owners;
import drover.run.Retry;
import drover.run.WaitingFor;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** What a person does with a run over HTTP; each gives back the id of the run. */
public final class RunActs {
  private final Ledger ledger;
  private final NamedRuns runs;
  private final Owners owners;
  private final Limits limits;
  private final Cancellation cancellation;
  private final Retry retry;
  private final Approve approve;
  private final Instructions instructions;

  public RunActs(
      Ledger ledger,
      NamedRuns runs,
      Owners owners,
      Limits limits,
      Cancellation cancellation,
      Retry retry,
      Approve approve,
      Instructions instructions) {
    this.ledger = ledger;
    this.runs = runs;
    this.owners = owners;
    this.limits = limits;
    this.cancellation = cancellation;
    this.retry = retry;
    this.approve = approve;
    this.instructions = instructions;
  }

  /**
   * @throws NotRunnable when the run is over
   */
  public String cancel(
      @Header(NamedRuns.PATH_HEADER) String path,
      @Variable("who") String who,
      @Body byte @Nullable [] body) {
    Asked asked = Asked.read(body);
    return cancellation.cancel(runs.at(path).id(), new Act(who, asked.why())).id();
  }

  /**
   * Makes the run ready for dispatch, whose gates it passes like any other.
   *
   * @throws NotRunnable when it succeeded, is executed, waits for something else than dispatch, was
   *     begun in the foreground, or has used up a limit
   */
  public String retry(
      @Header(NamedRuns.PATH_HEADER) String path,
      @Variable("who") String who,
      @Body byte @Nullable [] body) {
    Asked asked = Asked.read(body);
    Optional<String> from = asked.from();
    RunRecord run = runs.at(path);
    refuseForeground(run);
    refuseExecuted(run);
    refuseWaiting(run);
    limits.refuseWhenUsedUp(run);
    return retry.prepare(run.id(), from, new Act(who, asked.why())).id();
  }

  /**
   * @throws NotRunnable when the run is not blocked, or at a gate that nobody may approve
   */
  public String approve(
      @Header(NamedRuns.PATH_HEADER) String path,
      @Variable("who") String who,
      @Body byte @Nullable [] body) {
    Asked asked = Asked.read(body);
    RunRecord run = runs.at(path);
    refuseForeground(run);
    limits.refuseWhenUsedUp(run);
    return approve.approve(run.id(), who, asked.why()).id();
  }

  /**
   * @throws NotRunnable when the run's result is just being delivered
   */
  public String tell(
      @Header(NamedRuns.PATH_HEADER) String path,
      @Variable("who") String who,
      @Body byte @Nullable [] body) {
    Asked asked = Asked.read(body);
    RunRecord run = runs.at(path);
    if (run.state().isEnded()) {
      refuseForeground(run);
      limits.refuseWhenUsedUp(run);
    }
    return instructions.tell(run.id(), who, asked.said()).id();
  }

  /**
   * @throws NotRunnable when the run has asked nothing
   */
  public String answer(
      @Header(NamedRuns.PATH_HEADER) String path,
      @Variable("who") String who,
      @Body byte @Nullable [] body) {
    Asked asked = Asked.read(body);
    return instructions.answer(runs.at(path).id(), who, asked.said()).id();
  }

  /** No server would ever go on with it. */
  private static void refuseForeground(RunRecord run) {
    if (run.isOfTheForeground()) {
      throw new NotRunnable(
          "run %s was begun in the foreground: ./drover goes on with it where its ledger is"
              .formatted(run.id()));
    }
  }

  private void refuseExecuted(RunRecord run) {
    Optional<InstanceRecord> owner = owners.liveOwnerOf(ledger.read(), run);
    if (owner.isPresent()) {
      throw new NotRunnable(
          "run %s is being executed: cancel it first, or wait for its end".formatted(run.id()));
    }
  }

  private static void refuseWaiting(RunRecord run) {
    run.waitingFor()
        .filter(what -> !what.equals(WaitingFor.RESUME.word()))
        .ifPresent(
            what -> {
              throw new NotRunnable(
                  "run %s waits for %s%s, and goes on by itself when that comes"
                      .formatted(
                          run.id(),
                          what,
                          run.waitingUntil().map(until -> " until " + until).orElse("")));
            });
  }
}
