package drover.run;

import drover.ledger.ApprovalRecord;
import drover.ledger.ApprovalRecord.Approval;
import drover.ledger.AuditTable;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.Tables;
import drover.machine.Clock;
import java.util.List;
import java.util.Map;

/**
 * A person lets a blocked run pass the gate at which it stands: this gate, for what it was shut
 * for, once. The run gets another attempt in which everything that was done is kept.
 */
public final class Approve {
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Attempts attempts;

  public Approve(Ledger ledger, Journal journal, Clock clock, Attempts attempts) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.attempts = attempts;
  }

  /**
   * Records the approval and makes the run ready to be claimed, both or neither.
   *
   * @param who name of the person
   * @param why in their own words; may be empty
   * @throws NotRunnable when the run is not blocked, or at a gate that nobody may approve
   */
  public RunRecord approve(String runId, String who, String why) {
    return ledger.write(
        tables -> {
          RunRecord run = blocked(tables, runId);
          ApprovalRecord gate = gateOf(tables, run);
          refuseWhenNobodyMay(run, gate);
          Approval approval = new Approval(clock.now(), who, journal.withoutSecrets(why));
          tables.approvals().approve(runId, gate.attempt(), approval);
          record(tables, run, gate, approval);
          tables.steps().keepDone(runId);
          List<StepRecord> steps = tables.steps().active(runId);
          int restart = Attempts.firstUnfinished(steps);
          List<StepRecord> kept = steps.stream().filter(step -> step.seq() < restart).toList();
          return attempts.begin(tables, run, restart, kept);
        });
  }

  private static RunRecord blocked(Tables tables, String runId) {
    RunRecord run =
        tables
            .runs()
            .find(runId)
            .orElseThrow(
                () -> new NotRunnable("there is no run " + runId + ": ./drover runs lists them"));
    if (run.state() != RunState.BLOCKED) {
      String goOn =
          run.state() == RunState.SUCCEEDED
              ? ""
              : "; ./drover %s %s"
                  .formatted(run.state() == RunState.RUNNING ? "show" : "retry", runId);
      throw new NotRunnable(
          "run %s is %s, not blocked: there is nothing to approve%s"
              .formatted(runId, run.state().word(), goOn));
    }
    return run;
  }

  private static ApprovalRecord gateOf(Tables tables, RunRecord run) {
    return tables.approvals().ofRun(run.id()).stream()
        .filter(gate -> gate.attempt() == run.attempt())
        .findFirst()
        .orElseThrow(
            () ->
                new NotRunnable(
                    "run %s was blocked by a Drover that kept no gate to approve: ./drover retry %s"
                        .formatted(run.id(), run.id())));
  }

  private static void refuseWhenNobodyMay(RunRecord run, ApprovalRecord gate) {
    gate.never()
        .ifPresent(
            why -> {
              throw new NotRunnable("run %s cannot be approved: %s".formatted(run.id(), why));
            });
  }

  private void record(Tables tables, RunRecord run, ApprovalRecord gate, Approval approval) {
    tables
        .audit()
        .record(
            new AuditTable.Entry(
                approval.at(), approval.by(), "approve " + gate.gate(), run.id(), approval.why()));
    String text =
        "%s approved by %s%s"
            .formatted(
                gate.gate(), approval.by(), approval.why().isBlank() ? "" : ": " + approval.why());
    journal.append(tables, run.id(), EventType.NOTICE, text, Map.of());
  }
}
