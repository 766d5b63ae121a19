package drover.deliver;

import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.BranchPlacement;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.Optional;
import org.apache.camel.Variable;

/** What may be delivered, and what was. */
public final class Deliveries {
  private final Workspaces workspaces;
  private final BranchPlacement placement;
  private final Ledger ledger;
  private final Journal journal;

  public Deliveries(
      Workspaces workspaces, BranchPlacement placement, Ledger ledger, Journal journal) {
    this.workspaces = workspaces;
    this.placement = placement;
    this.ledger = ledger;
    this.journal = journal;
  }

  /**
   * @throws RunEnded when there is nothing, or the commit is not the one that was verified
   */
  public void requireVerified(
      @Variable("turn") TurnResult turn, @Variable("verify") Verified verified) {
    if (!turn.changed()) {
      throw RunEnded.failed(
          "nothing-changed",
          "nothing-changed: in the end the branch does not differ from its base");
    }
    if (!verified.passed() || !verified.commit().equals(turn.headSha())) {
      throw RunEnded.failed(
          "verify-failed",
          "not-verified: commit %.7s is not the one that passed the checks"
              .formatted(turn.headSha()));
    }
  }

  /** Whoever expected it on the remote learns where it is, and why. */
  public void tellLocal(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    if (workspace.isOfRemote()) {
      journal.tell(
          run.claim(),
          EventType.NOTICE,
          "not pushed to %s: there is no GitHub credential for it; the branch is in %s"
              .formatted(workspace.repository(), placement.placeOf(workspace)));
    }
  }

  /**
   * Result of the step {@code deliver}.
   *
   * @param pullRequest its URL; empty: none
   */
  public Delivered conclude(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified,
      @Variable("pullRequest") String pullRequest) {
    if (!pullRequest.isEmpty()) {
      ledger.write(
          tables -> {
            tables.runs().pullRequest(run.claim(), pullRequest);
            return run;
          });
    }
    String change = workspaces.cleanOf(workspace).shortStat(workspace.baseSha(), verified.commit());
    return new Delivered(
        placement.placeOf(workspace),
        workspace.branch(),
        verified.commit(),
        change,
        Optional.of(pullRequest).filter(url -> !url.isEmpty()));
  }
}
