package drover.review;

import drover.ledger.Ledger;
import drover.run.RunExecution;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import org.apache.camel.Variable;

/** Takes a fix back that made the work worse. */
public final class Resets {
  private final Workspaces workspaces;
  private final Ledger ledger;

  public Resets(Workspaces workspaces, Ledger ledger) {
    this.workspaces = workspaces;
    this.ledger = ledger;
  }

  /** What a later fix is compared with. */
  public BestSoFar keep(
      @Variable("turn") TurnResult turn,
      @Variable("verify") Verified verify,
      @Variable("review") Review review) {
    return new BestSoFar(turn, verify, review);
  }

  /** Work of the step {@code reset}. May be done again after a crash: it begins from nothing. */
  public Reset goBack(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn,
      @Variable("verify") Verified verify,
      @Variable("review") Review review,
      @Variable("best") BestSoFar best) {
    String commit = best.review().commit();
    workspaces.goBack(run, workspace, commit);
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.runs().head(run.claim(), commit);
          return commit;
        });
    String reason =
        verify.passed()
            ? "the review went down from %s to %s"
                .formatted(best.review().inWords(), review.inWords())
            : "the fix does not pass its checks, %s".formatted(verify.getVerdict());
    return new Reset(commit, turn.headSha(), reason);
  }
}
