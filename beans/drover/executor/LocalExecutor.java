package drover.executor;

import drover.follow.PriceTable;
import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.TurnRecord;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.SpendWitness;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Runs a turn as a process of this machine, its output in a file that is tailed. */
public final class LocalExecutor {
  /** Executors whose turns are programs of this machine. */
  static final Set<String> PLACES = Set.of("local", "docker");

  private final PriceTable prices;
  private final Limits limits;
  private final AgentStarter starter;
  private final Invocations invocations;

  public LocalExecutor(
      Ledger ledger,
      Clock clock,
      PriceTable prices,
      Limits limits,
      Redactor redactor,
      AgentStarter starter,
      SpendWitness witness) {
    this.prices = prices;
    this.limits = limits;
    this.starter = starter;
    this.invocations = new Invocations(ledger, clock, redactor, witness);
  }

  /**
   * Starts the agent, unless the turn has ended before: a live turn is never started twice. One
   * whose factory died, or that had to wait, goes on as the next invocation in the same session.
   *
   * @throws RunEnded when a limit is used up before it begins
   */
  public LiveTurn start(@Variable("run") RunExecution run, @Body Assignment assignment) {
    Optional<TurnRecord> before = invocations.latest(run, assignment);
    TurnReport report = starter.report(run, assignment, prices);
    Optional<TurnFacts> known =
        before.map(record -> factsOf(run, record, starter.report(run, assignment, prices)));
    if (known.filter(facts -> !facts.goesOn()).isPresent()) {
      return new LiveTurn(run, before.orElseThrow(), report, Optional.empty(), known);
    }
    limits.requireRoom(run);
    TurnRecord record =
        invocations.reserve(
            run, assignment, before, known.map(TurnFacts::sessionId), run.task().executor());
    RunningAgent agent =
        starter.start(
            run, assignment, record, limits.watch(run, record, assignment, report), invocations);
    return new LiveTurn(run, record, report, Optional.of(agent), Optional.empty());
  }

  /**
   * After the last line: how the turn ended.
   *
   * @throws drover.run.RunStopped when it ended because the run has to stop
   */
  public TurnFacts end(@Variable("live") LiveTurn live) {
    if (live.known().isPresent()) {
      return live.known().get();
    }
    TurnEnd end = StoppedTurn.endOf(live, live.running().orElseThrow());
    TurnFacts facts =
        TurnFacts.of(live.report(), withErrorOutput(live, end), live.record().session());
    invocations.ended(live.run(), live.record(), facts);
    live.run().stop().check();
    return facts;
  }

  /** Whatever happened while it was followed: nothing of the agent is left. */
  public void release(@Variable("live") LiveTurn live) {
    live.running().ifPresent(RunningAgent::release);
  }

  private TurnFacts factsOf(RunExecution run, TurnRecord record, TurnReport empty) {
    return record
        .report()
        .map(report -> Json.read(report, TurnFacts.class))
        .orElseGet(() -> settled(run, record, empty));
  }

  private TurnFacts settled(RunExecution run, TurnRecord record, TurnReport empty) {
    starter.clear(run);
    return invocations.settle(run, record, empty);
  }

  /** An agent that gave up without a result has said why on standard error. */
  private static TurnEnd withErrorOutput(LiveTurn live, TurnEnd end) {
    TurnRecord record = live.record();
    String said =
        TurnFiles.of(live.run().directory(), record.turn(), record.invocation()).lastError();
    boolean silent = live.report().lastResult().isEmpty() && end.outcome() == TurnOutcome.FAILED;
    return silent && !said.isEmpty()
        ? new TurnEnd(end.outcome(), end.reason() + " It said: " + said, end.until())
        : end;
  }
}
