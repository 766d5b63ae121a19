package drover.run;

import drover.ledger.ApprovalRecord;
import drover.ledger.ApprovalRecord.Use;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.ledger.Tables;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run stops unless a person has approved what it stops for: the same gate, the same
 * findings, once. The approval stays with the step that used it, so that a replay passes as well.
 */
public final class Gates {
  private final Ledger ledger;
  private final Journal journal;

  public Gates(Ledger ledger, Journal journal) {
    this.ledger = ledger;
    this.journal = journal;
  }

  /**
   * A gate about the recorded result of a finished step.
   *
   * @param gate outcome of the run, and code of its reason
   * @throws RunEnded unless a person has approved it
   */
  public void passResult(RunExecution run, String gate, String step, String sentence) {
    String result = subject(ledger.read(), run, step).result().orElseThrow();
    pass(run, new Block(gate, step, sentence, Digests.sha256(result), Optional.empty()));
  }

  /**
   * @throws RunEnded unless a person has approved it
   */
  public void pass(RunExecution run, Block block) {
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          StepRecord step = subject(tables, run, block.step());
          Use here = new Use(step.attempt(), step.seq());
          ApprovalRecord approved =
              tables.approvals().ofRun(run.id()).stream()
                  .filter(known -> fits(known, block))
                  .filter(known -> isFor(known, here, run))
                  .findFirst()
                  .orElseThrow(() -> RunEnded.blocked(block));
          if (approved.used().isEmpty()) {
            tables.approvals().use(approved, here);
            tell(tables, run, approved);
          }
          return run;
        });
  }

  private static boolean fits(ApprovalRecord known, Block block) {
    return known.approval().isPresent()
        && block.never().isEmpty()
        && known.gate().equals(block.gate())
        && known.seen().equals(block.seen());
  }

  /** Used by this very step already, or fresh and given for this attempt. */
  private static boolean isFor(ApprovalRecord known, Use here, RunExecution run) {
    return known.used().map(here::equals).orElse(known.attempt() + 1 == run.claim().attempt());
  }

  private void tell(Tables tables, RunExecution run, ApprovalRecord approved) {
    String by = approved.approval().orElseThrow().by();
    journal.append(
        tables, run.id(), EventType.NOTICE, approved.gate() + ": approved by " + by, Map.of());
  }

  private static StepRecord subject(Tables tables, RunExecution run, String step) {
    return tables.steps().active(run.id(), run.placeOf(step)).orElseThrow();
  }
}
