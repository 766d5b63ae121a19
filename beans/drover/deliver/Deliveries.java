package drover.deliver;

import drover.ledger.Ledger;
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

  public Deliveries(Workspaces workspaces, BranchPlacement placement, Ledger ledger) {
    this.workspaces = workspaces;
    this.placement = placement;
    this.ledger = ledger;
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
