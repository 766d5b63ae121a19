package drover.run;

import drover.ledger.AuditTable;
import drover.ledger.EventType;
import drover.ledger.InstructionsTable;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.task.InvalidTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * What people tell a run's agent after its task: one more turn in the same session, checked like
 * every other. A job route comes to such a step only where one was told; on replay what is recorded
 * in its place decides.
 */
public final class Instructions {
  private static final int LONGEST = 100_000;
  private static final String STEP = "instruction";

  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Attempts attempts;

  public Instructions(Ledger ledger, Journal journal, Clock clock, Attempts attempts) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.attempts = attempts;
  }

  /**
   * Tells the agent of a run what else to do. A run that has ended begins another attempt, which
   * keeps what was done.
   *
   * @throws InvalidTask when nothing is told, or too much
   * @throws NotRunnable when the run does not exist, or its result is just being delivered
   */
  public RunRecord tell(String runId, String who, String text) {
    Instruction told = Instruction.of(checked(text), who);
    return ledger.write(tables -> tell(tables, runId, told));
  }

  /**
   * The same in the transaction of the caller, for what was said elsewhere.
   *
   * @throws InvalidTask when it says nothing, or too much
   * @throws NotRunnable when the run does not exist, or its result is just being delivered
   */
  public RunRecord pass(Tables tables, String runId, Instruction said) {
    return tell(
        tables, runId, new Instruction(checked(said.text()), said.who(), said.pullRequest()));
  }

  private RunRecord tell(Tables tables, String runId, Instruction told) {
    RunRecord run = existing(tables, runId);
    if (!run.state().isEnded()) {
      refuseWhenTooLate(tables, run);
    }
    record(tables, run, "tell", told);
    return run.state().isEnded() ? begin(tables, run) : run;
  }

  /**
   * Answers the question that a run waits with; it may go on then.
   *
   * @throws InvalidTask when nothing is answered, or too much
   * @throws NotRunnable when the run does not exist, or has asked nothing
   */
  public RunRecord answer(String runId, String who, String text) {
    String told = checked(text);
    return ledger.write(
        tables -> {
          RunRecord run = existing(tables, runId);
          if (run.waitingFor().filter(WaitingFor.ANSWER.word()::equals).isEmpty()) {
            throw new NotRunnable(
                "run %s has asked nothing: ./drover tell %s gives it another instruction"
                    .formatted(runId, runId));
          }
          record(tables, run, "answer", Instruction.of(told, who));
          tables.runs().goOn(runId, WaitingFor.RESUME.word(), "resume: answered by " + who);
          return existing(tables, runId);
        });
  }

  /** For routes: whether the next step of the run is an instruction. */
  public boolean isNext(@Variable("run") RunExecution run) {
    Optional<StepRecord> recorded = ledger.read().steps().active(run.id(), run.position() + 1);
    return recorded
        .map(step -> step.name().equals(STEP))
        .orElseGet(() -> ledger.read().instructions().firstOpen(run.id()).isPresent());
  }

  /** Work of the step {@code instruction}: there is one, the route has asked. */
  public Instruction take(@Variable("run") RunExecution run) {
    return taken(run)
        .orElseThrow(() -> new IllegalStateException("nobody told " + run + " anything"));
  }

  /**
   * Work of the step {@code answer}.
   *
   * @throws RunWaiting until somebody has answered
   */
  public Instruction awaitAnswer(@Variable("run") RunExecution run, String question) {
    return taken(run)
        .orElseThrow(
            () ->
                RunWaiting.openEnded(
                    WaitingFor.ANSWER,
                    "question: %s (./drover answer %s TEXT)".formatted(question, run.id())));
  }

  private Optional<Instruction> taken(RunExecution run) {
    int attempt = run.claim().attempt();
    return ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          InstructionsTable table = tables.instructions();
          Optional<InstructionsTable.Row> row =
              table.takenBy(run.id(), attempt, run.position()).or(() -> table.firstOpen(run.id()));
          row.ifPresent(found -> table.take(run.id(), found.number(), attempt, run.position()));
          return row.map(found -> new Instruction(found.text(), found.who(), found.pullRequest()));
        });
  }

  private void record(Tables tables, RunRecord run, String verb, Instruction told) {
    String text = told.text();
    String who = told.who();
    tables.instructions().add(run.id(), text, who, told.pullRequest(), clock.now());
    tables.audit().record(new AuditTable.Entry(clock.now(), who, verb, run.id(), text));
    journal.append(
        tables, run.id(), EventType.NOTICE, "%s by %s: %s".formatted(verb, who, text), Map.of());
  }

  /** What is delivered must be what was told: in the last moments there is no turn to come. */
  private static void refuseWhenTooLate(Tables tables, RunRecord run) {
    boolean isDelivering =
        tables.steps().active(run.id()).stream()
            .anyMatch(step -> step.name().equals("deliver") || step.name().equals("report"));
    if (isDelivering) {
      throw new NotRunnable(
          "the result of run %s is just being delivered: tell it when that has ended"
              .formatted(run.id()));
    }
  }

  private RunRecord begin(Tables tables, RunRecord run) {
    List<StepRecord> steps = tables.steps().active(run.id());
    int restart =
        run.state() == RunState.SUCCEEDED
            ? Retry.place(steps, "deliver")
                .or(() -> Retry.place(steps, "report"))
                .orElse(steps.size() + 1)
            : Retry.restartAt(run, steps);
    List<StepRecord> kept = steps.stream().filter(step -> step.seq() < restart).toList();
    return attempts.begin(tables, run, restart, kept);
  }

  private String checked(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0 || text.length() > LONGEST) {
      throw new InvalidTask(
          "an instruction is text, at most %d characters: say what is to be done"
              .formatted(LONGEST));
    }
    return journal.withoutSecrets(text.strip());
  }

  private static RunRecord existing(Tables tables, String runId) {
    return tables
        .runs()
        .find(runId)
        .orElseThrow(
            () -> new NotRunnable("there is no run " + runId + ": ./drover runs lists them"));
  }
}
