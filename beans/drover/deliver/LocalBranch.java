package drover.deliver;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.ledger.EffectRecord;
import drover.ledger.Ledger;
import drover.run.RunExecution;
import drover.verify.Verified;
import drover.workspace.BranchPlacement;
import drover.workspace.Workspace;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * The finished branch in the repository it was made for: the directory of the task, or the warm
 * clone of a remote one. Nothing else changes there.
 */
public final class LocalBranch {
  private final BranchPlacement placement;
  private final Ledger ledger;

  public LocalBranch(BranchPlacement placement, Ledger ledger) {
    this.placement = placement;
    this.ledger = ledger;
  }

  /**
   * @param previous commit that the same run has put there before, from which the branch moves on;
   *     empty: none
   */
  record Request(String repository, String branch, String sha, String previous) {}

  public Intent intent(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified) {
    String key = "branch:" + placement.placeOf(workspace) + ":" + workspace.branch();
    return Intent.of(
        "branch",
        key,
        new Request(
            workspace.repository(),
            workspace.branch(),
            verified.commit(),
            deliveredBefore(run, workspace, key, verified.commit())));
  }

  public Optional<Receipt> find(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    return placement.standing(workspace).equals(Optional.of(request(intent).sha()))
        ? Optional.of(receipt(workspace, "it was there already"))
        : Optional.empty();
  }

  /**
   * @throws Refused when the branch stands at somebody else's commit, or git does not take it
   */
  public Receipt send(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    Request request = request(intent);
    BranchPlacement.Answer answer = placement.place(workspace, request.sha(), request.previous());
    if (!answer.accepted()) {
      throw new Refused(answer.said());
    }
    return receipt(workspace, answer.said());
  }

  private static Request request(Intent intent) {
    return intent.requestAs(Request.class);
  }

  private static Receipt receipt(Workspace workspace, String said) {
    return new Receipt("", workspace.branch() + ", " + said);
  }

  /** What an earlier attempt of this run has put there: only that may be moved on. */
  private String deliveredBefore(RunExecution run, Workspace workspace, String key, String sha) {
    return ledger
        .read()
        .effects()
        .find(key)
        .filter(effect -> effect.run().equals(run.id()))
        .map(effect -> previous(request(effect), workspace, sha))
        .orElse("");
  }

  /** It may have arrived although nobody has confirmed it. */
  private String previous(Request last, Workspace workspace, String sha) {
    boolean standsThere = placement.standing(workspace).equals(Optional.of(last.sha()));
    return standsThere && !last.sha().equals(sha) ? last.sha() : last.previous();
  }

  private static Request request(EffectRecord effect) {
    return request(new Intent(effect.kind(), effect.key(), effect.request()));
  }
}
