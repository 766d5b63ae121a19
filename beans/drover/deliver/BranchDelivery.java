package drover.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.EffectState;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.BranchPlacement;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.Map;
import org.apache.camel.Variable;

/** Brings the finished branch into the repository it was made for. Nothing else changes there. */
public final class BranchDelivery {
  private final Workspaces workspaces;
  private final BranchPlacement placement;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;

  public BranchDelivery(
      Workspaces workspaces,
      BranchPlacement placement,
      Ledger ledger,
      Journal journal,
      Clock clock) {
    this.workspaces = workspaces;
    this.placement = placement;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Work of the step {@code deliver}.
   *
   * @throws RunEnded when the commit is not the one that was verified, or the branch is taken
   */
  public Delivered deliver(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn,
      @Variable("verify") Verified verified) {
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
    String sha = verified.commit();
    String place = placement.placeOf(workspace);
    String key = "branch:" + place + ":" + workspace.branch();
    String previous = deliveredBefore(run, key, sha);
    intend(run, key, workspace, sha, previous);
    place(run, key, workspace, sha, previous);
    String change = workspaces.cleanOf(workspace).shortStat(workspace.baseSha(), sha);
    return new Delivered(place, workspace.branch(), sha, change);
  }

  private void place(
      RunExecution run, String key, Workspace workspace, String sha, String previous) {
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.effects().sent(key, clock.now());
          return key;
        });
    BranchPlacement.Answer answer = placement.place(workspace, sha, previous);
    String receipt = journal.withoutSecrets(Json.write(answer));
    EffectState state = answer.accepted() ? EffectState.CONFIRMED : EffectState.REFUSED;
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.effects().settle(key, state, receipt, clock.now());
          journal.append(
              tables,
              run.id(),
              EventType.EFFECT,
              "branch " + workspace.branch() + " " + state.word(),
              Map.of("key", key, "state", state));
          return key;
        });
    if (!answer.accepted()) {
      throw RunEnded.failed("not-pushable", "not-pushable: " + answer.said());
    }
  }

  /** What an earlier attempt of this run has put there: only that may be moved on. */
  private String deliveredBefore(RunExecution run, String key, String sha) {
    return ledger
        .read()
        .effects()
        .find(key)
        .filter(effect -> effect.run().equals(run.id()))
        .map(
            effect -> {
              JsonNode request = Json.tree(effect.request());
              String last = request.path("sha").asText();
              boolean isDone = effect.state() == EffectState.CONFIRMED && !last.equals(sha);
              return isDone ? last : request.path("previous").asText();
            })
        .orElse("");
  }

  private void intend(
      RunExecution run, String key, Workspace workspace, String sha, String previous) {
    String request =
        Json.write(
            Map.of(
                "repository",
                workspace.repository(),
                "branch",
                workspace.branch(),
                "sha",
                sha,
                "previous",
                previous));
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.effects().intend(key, run.id(), "branch", request, clock.now());
          return key;
        });
  }
}
