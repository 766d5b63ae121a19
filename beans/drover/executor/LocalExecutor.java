package drover.executor;

import drover.config.TurnSettings;
import drover.follow.PriceTable;
import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ProcessCommand;
import drover.machine.ProcessLauncher;
import drover.machine.ProcessMark;
import drover.machine.ProcessTree;
import drover.redact.Redactor;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.StopSignal;
import drover.turn.AgentCommand;
import drover.turn.AgentCommand.Session;
import drover.turn.AgentHome;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Runs a turn as a process of this machine, its output in a file that is tailed. */
public final class LocalExecutor {
  private final ProcessLauncher launcher;
  private final CommandRunner commands;
  private final Clock clock;
  private final TurnSettings settings;
  private final PriceTable prices;
  private final AgentHome homes;
  private final AgentCommand claude;
  private final AgentCommand rehearsal;
  private final Invocations invocations;

  public LocalExecutor(
      Ledger ledger,
      ProcessLauncher launcher,
      CommandRunner commands,
      Clock clock,
      TurnSettings settings,
      PriceTable prices,
      Redactor redactor,
      AgentHome homes,
      AgentCommand claude,
      AgentCommand rehearsal) {
    this.launcher = launcher;
    this.commands = commands;
    this.clock = clock;
    this.settings = settings;
    this.prices = prices;
    this.homes = homes;
    this.claude = claude;
    this.rehearsal = rehearsal;
    this.invocations = new Invocations(ledger, clock, prices, redactor);
  }

  /**
   * Starts the agent, unless the turn has ended before: a live turn is never started twice. One
   * whose factory died goes on as the next invocation in the same session.
   */
  public LiveTurn start(@Variable("run") RunExecution run, @Body Assignment assignment) {
    Optional<TurnRecord> before = invocations.latest(run, assignment);
    Optional<TurnFacts> known = before.map(record -> factsOf(run, record));
    if (known.filter(facts -> !facts.outcome().equals("lost")).isPresent()) {
      return new LiveTurn(
          run, before.orElseThrow(), new TurnReport(prices), Optional.empty(), known);
    }
    TurnRecord record = invocations.reserve(run, assignment, before);
    homes.furnish(run.directory().resolve(assignment.purpose().home()));
    return new LiveTurn(
        run,
        record,
        new TurnReport(prices),
        Optional.of(launch(run, assignment, record)),
        Optional.empty());
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
    TurnEnd told = live.report().end(live.running().orElseThrow().exitStatus());
    TurnEnd end = live.run().stop().reason().map(why -> stopped(told, why)).orElse(told);
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

  /** An interrupted invocation is lost, so that the turn goes on with another one later. */
  private static TurnEnd stopped(TurnEnd told, StopSignal.Reason why) {
    if (told.outcome() == TurnOutcome.SUCCEEDED) {
      return told;
    }
    return why == StopSignal.Reason.CANCELLED
        ? new TurnEnd(TurnOutcome.CANCELLED, "cancelled: somebody asked for it", Optional.empty())
        : new TurnEnd(
            TurnOutcome.LOST, "lost: the factory was stopped while it ran", Optional.empty());
  }

  private TurnFacts factsOf(RunExecution run, TurnRecord record) {
    return record
        .report()
        .map(report -> Json.read(report, TurnFacts.class))
        .orElseGet(() -> invocations.settle(run, record));
  }

  private RunningAgent launch(RunExecution run, Assignment assignment, TurnRecord record) {
    TurnFiles files = TurnFiles.of(run.directory(), record.turn(), record.invocation());
    files.prepare(assignment.prompt());
    AgentCommand agent = run.task().isRehearsal() ? rehearsal : claude;
    var argv = agent.arguments(assignment, session(run, assignment, record));
    try {
      Process process =
          launcher.start(
              new ProcessCommand(
                  argv,
                  assignment.directory(),
                  agent.environment(run, assignment),
                  Optional.of(files.prompt()),
                  files.output(),
                  files.errors()));
      return attend(run, record, files, process);
    } catch (IOException e) {
      throw RunEnded.failed(
          "failed",
          "agent-missing: %s cannot be started: install it, or set drover.claude.command"
              .formatted(argv.getFirst()));
    }
  }

  /** From here on the process is in good hands; if it cannot be followed it does not live on. */
  private RunningAgent attend(
      RunExecution run, TurnRecord record, TurnFiles files, Process process) {
    ProcessMark mark = LostInvocation.markOf(run.directory(), record);
    try {
      invocations.started(run, record, process.toHandle());
      StopLadder stop =
          new StopLadder(process.toHandle(), run.stop(), commands, clock, settings.stopGrace());
      OutputTail tail =
          new OutputTail(
              files.output(), 0, process::isAlive, stop::climbWhenAsked, clock, settings.poll());
      return new RunningAgent(process, tail, mark);
    } catch (RuntimeException e) {
      new ProcessTree(process.toHandle()).kill();
      mark.killAll();
      throw e;
    }
  }

  private Session session(RunExecution run, Assignment assignment, TurnRecord record) {
    boolean known =
        assignment.resume().isPresent()
            || homes.knowsSession(
                run.directory().resolve(assignment.purpose().home()), record.session());
    return new Session(record.session(), known ? Session.Beginning.RESUMED : Session.Beginning.NEW);
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
