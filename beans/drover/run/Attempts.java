package drover.run;

import drover.ledger.EventType;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import drover.ledger.Tables;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Begins attempts after the first: what is kept stays, the rest is superseded. */
public final class Attempts {
  /** Gives the agent's workspace the state it had after the last step that is kept. */
  public interface WorkspaceReset {
    void toStateAfter(RunRecord run, List<StepRecord> keptSteps);
  }

  private static final Set<String> NEEDED = Set.of("home", "workspace");

  private final Journal journal;
  private final WorkspaceReset workspaceReset;

  public Attempts(Journal journal, WorkspaceReset workspaceReset) {
    this.journal = journal;
    this.workspaceReset = workspaceReset;
  }

  /**
   * Begins another attempt of an ended run, in the transaction of the caller.
   *
   * @param seen the run as the caller knows it
   * @param restart {@code seq} of the first step that is done again
   * @param kept the steps before it
   * @throws NotRunnable when somebody else did so meanwhile, or another run works on its branch
   */
  RunRecord begin(Tables tables, RunRecord seen, int restart, List<StepRecord> kept) {
    int attempt = seen.attempt() + 1;
    RunRecord now = tables.runs().find(seen.id()).orElseThrow();
    if (now.fence() != seen.fence() || now.state() != seen.state()) {
      throw new NotRunnable("run " + seen.id() + " was retried by somebody else just now");
    }
    refuseWhenBranchIsTaken(tables, seen);
    refuseWhenTidied(tables, seen);
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

  void audit(Tables tables, String what, RunRecord run, Act act) {
    journal.audit(tables, what, run.id(), act);
  }

  /** A branch is free when its run has ended; by now another one may have reserved it. */
  static void refuseWhenBranchIsTaken(Tables tables, RunRecord run) {
    if (run.repo().isPresent()
        && run.branch().isPresent()
        && tables.runs().branchTaken(run.repo().get(), run.branch().get(), run.id())) {
      throw new NotRunnable(
          "run %s cannot go on while another run works on its branch %s: retry when that has ended"
              .formatted(run.id(), run.branch().get()));
    }
  }

  /** What an attempt needs is gone where it was kept long enough: see {@code drover.upkeep}. */
  private static void refuseWhenTidied(Tables tables, RunRecord run) {
    tables.tidied().ofRun(run.id()).stream()
        .filter(row -> NEEDED.contains(row.part()))
        .flatMap(row -> row.removedAt().stream())
        .findFirst()
        .ifPresent(
            at -> {
              throw new NotRunnable(
                  "run %s cannot go on, its files were removed %s because it had ended long before: submit its task again"
                      .formatted(run.id(), at));
            });
  }

  /** {@code seq} of the first step that is not finished. */
  static int firstUnfinished(List<StepRecord> steps) {
    return steps.stream()
        .filter(step -> step.state() != StepState.FINISHED)
        .findFirst()
        .map(StepRecord::seq)
        .orElse(steps.size() + 1);
  }
}
