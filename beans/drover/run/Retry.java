package drover.run;

import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import drover.ledger.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a run go on: one that only lost its owner resumes where it is; one that ended without
 * success gets another attempt, in which everything up to the first step to be done again is kept.
 */
public final class Retry {
  /** Gives the agent's workspace the state it had after the last step that is kept. */
  public interface WorkspaceReset {
    void toStateAfter(RunRecord run, List<StepRecord> keptSteps);
  }

  private final Ledger ledger;
  private final Journal journal;
  private final WorkspaceReset workspaceReset;

  public Retry(Ledger ledger, Journal journal, WorkspaceReset workspaceReset) {
    this.ledger = ledger;
    this.journal = journal;
    this.workspaceReset = workspaceReset;
  }

  /**
   * Makes the run ready to be claimed.
   *
   * @param from name of the step to begin with, {@code name} or {@code name:ordinal}; empty: the
   *     first one that is not finished
   * @throws NotRunnable when it succeeded, does not exist or has no such step
   */
  public RunRecord prepare(String runId, Optional<String> from) {
    RunRecord run =
        ledger
            .read()
            .runs()
            .find(runId)
            .orElseThrow(
                () -> new NotRunnable("there is no run " + runId + ": ./drover runs lists them"));
    if (run.state() == RunState.SUCCEEDED) {
      throw new NotRunnable("run " + runId + " succeeded; there is nothing to retry");
    }
    if (!run.state().isEnded()) {
      refuseToSkip(run, from);
      return run; // resumes where it is
    }
    refuseWhenBranchIsTaken(ledger.read(), run);
    List<StepRecord> steps = ledger.read().steps().active(runId);
    int restart = restartAt(run, steps, from);
    List<StepRecord> kept = steps.stream().filter(step -> step.seq() < restart).toList();
    return ledger.write(tables -> startAttempt(tables, run, restart, kept));
  }

  private static void refuseToSkip(RunRecord run, Optional<String> from) {
    if (from.isPresent()) {
      throw new NotRunnable(
          "run %s has not ended and goes on where it is: leave --from out, or cancel it first"
              .formatted(run.id()));
    }
  }

  private RunRecord startAttempt(
      Tables tables, RunRecord seen, int restart, List<StepRecord> kept) {
    int attempt = seen.attempt() + 1;
    RunRecord now = tables.runs().find(seen.id()).orElseThrow();
    if (now.fence() != seen.fence() || now.state() != seen.state()) {
      throw new NotRunnable("run " + seen.id() + " was retried by somebody else just now");
    }
    refuseWhenBranchIsTaken(tables, seen);
    workspaceReset.toStateAfter(seen, kept); // nobody else can begin an attempt meanwhile
    tables.steps().supersedeFrom(seen.id(), restart, attempt);
    tables.runs().startAttempt(seen.id(), attempt);
    journal.append(
        tables,
        seen.id(),
        EventType.STATE,
        "attempt " + attempt + " begins with step " + restart,
        Map.of("state", RunState.QUEUED, "attempt", attempt));
    return tables.runs().find(seen.id()).orElseThrow();
  }

  /** A branch is free when its run has ended; by now another one may have reserved it. */
  private static void refuseWhenBranchIsTaken(Tables tables, RunRecord run) {
    if (run.repo().isPresent()
        && run.branch().isPresent()
        && tables.runs().branchTaken(run.repo().get(), run.branch().get(), run.id())) {
      throw new NotRunnable(
          "run %s cannot go on while another run works on its branch %s: retry when that has ended"
              .formatted(run.id(), run.branch().get()));
    }
  }

  private static int restartAt(RunRecord run, List<StepRecord> steps, Optional<String> from) {
    if (from.isPresent()) {
      return named(run, steps, from.get());
    }
    if (run.outcome().filter("review-not-passed"::equals).isPresent()) {
      return named(run, steps, "review");
    }
    return steps.stream()
        .filter(step -> step.state() != StepState.FINISHED)
        .findFirst()
        .map(StepRecord::seq)
        .orElse(steps.size() + 1);
  }

  private static int named(RunRecord run, List<StepRecord> steps, String wanted) {
    return steps.stream()
        .filter(
            step -> wanted.equals(step.name() + ":" + step.ordinal()) || wanted.equals(step.name()))
        .findFirst()
        .map(StepRecord::seq)
        .orElseThrow(
            () ->
                new NotRunnable(
                    "run %s has no step %s; it has %s"
                        .formatted(
                            run.id(),
                            wanted,
                            String.join(
                                ", ",
                                steps.stream().map(s -> s.name() + ":" + s.ordinal()).toList()))));
  }
}
