package drover.run;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import java.util.List;
import java.util.Optional;

/**
 * Lets a run go on: one that only lost its owner resumes where it is; one that ended without
 * success gets another attempt, in which everything up to the first step to be done again is kept.
 */
public final class Retry {
  private static final String RETRY = "retry";

  private final Ledger ledger;
  private final Attempts attempts;

  public Retry(Ledger ledger, Attempts attempts) {
    this.ledger = ledger;
    this.attempts = attempts;
  }

  /**
   * Makes the run ready to be claimed; audited, unless it is refused.
   *
   * @param from name of the step to begin with, {@code name} or {@code name:ordinal}; empty: the
   *     first one that is not finished
   * @throws NotRunnable when it succeeded, does not exist or has no such step
   */
  public RunRecord prepare(String runId, Optional<String> from, Act act) {
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
      return ledger.write(
          tables -> {
            attempts.audit(tables, RETRY, run, act);
            return run; // resumes where it is
          });
    }
    Attempts.refuseWhenBranchIsTaken(ledger.read(), run);
    List<StepRecord> steps = ledger.read().steps().active(runId);
    int restart = restartAt(run, steps, from);
    List<StepRecord> kept = steps.stream().filter(step -> step.seq() < restart).toList();
    return ledger.write(
        tables -> {
          attempts.audit(tables, RETRY, run, act);
          return attempts.begin(tables, run, restart, kept);
        });
  }

  private static void refuseToSkip(RunRecord run, Optional<String> from) {
    if (from.isPresent()) {
      throw new NotRunnable(
          "run %s has not ended and goes on where it is: leave --from out, or cancel it first"
              .formatted(run.id()));
    }
  }

  private static int restartAt(RunRecord run, List<StepRecord> steps, Optional<String> from) {
    return from.map(name -> named(run, steps, name)).orElseGet(() -> restartAt(run, steps));
  }

  /** {@code seq} of the step that another attempt begins with where nobody said. */
  static int restartAt(RunRecord run, List<StepRecord> steps) {
    if (run.outcome().filter("review-not-passed"::equals).isPresent()) {
      return named(run, steps, "review");
    }
    if (run.outcome().filter("accuracy-below-target"::equals).isPresent()) {
      return named(run, steps, "evaluate");
    }
    if (run.outcome().filter("ci-red"::equals).isPresent()) {
      return last(steps, "watch");
    }
    return Attempts.firstUnfinished(steps);
  }

  /** {@code seq} of the last step of this name: what came before it is kept. */
  private static int last(List<StepRecord> steps, String name) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .reduce((earlier, later) -> later)
        .map(StepRecord::seq)
        .orElseGet(() -> Attempts.firstUnfinished(steps));
  }

  /** {@code seq} of the first step of this name. */
  static Optional<Integer> place(List<StepRecord> steps, String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst().map(StepRecord::seq);
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
