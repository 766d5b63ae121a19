package drover.github.effect;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.GitAccess;
import drover.github.access.GithubRepository;
import drover.github.review.PullRequestSeen;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.StepRecord;
import drover.workspace.GitFailed;
import drover.workspace.RemoteAccess.Remote;
import drover.workspace.RemoteBranches;
import drover.workspace.Workspace;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * The branch of a pull request that a person closed is taken away. Its natural key is that it is
 * not there. Only what the run itself put there goes: with commits of somebody else it stays.
 */
public final class BranchDeletion {
  static final String KIND = "branch-deletion";

  /**
   * @param repository URL
   * @param sha where the run left it
   */
  record Wanted(String repository, String branch, String sha, Workspace workspace) {}

  /** What becomes of branches of closed pull requests. */
  public enum Rule {
    LEAVE,
    DELETE
  }

  private final GithubTargets targets;
  private final GitAccess access;
  private final RemoteBranches branches;
  private final Ledger ledger;
  private final Rule rule;

  public BranchDeletion(
      GithubTargets targets, GitAccess access, RemoteBranches branches, Ledger ledger, Rule rule) {
    this.targets = targets;
    this.access = access;
    this.branches = branches;
    this.ledger = ledger;
    this.rule = rule;
  }

  /** For routes: whether the branch is to go. */
  public boolean isWanted(@Variable("look") PullRequestSeen seen) {
    return rule == Rule.DELETE && seen.isRejected() && workspaceOf(seen).isPresent();
  }

  /** For one that {@link #isWanted}. */
  public Intent intent(@Variable("look") PullRequestSeen seen) {
    RunRecord maker = ledger.read().runs().find(seen.run()).orElseThrow();
    Workspace workspace = workspaceOf(seen).orElseThrow();
    GithubRepository repository = targets.of(workspace);
    return Intent.of(
        KIND,
        KIND + ":" + repository.key() + ":" + workspace.branch(),
        new Wanted(repository.url(), workspace.branch(), maker.headSha().orElse(""), workspace));
  }

  /** With it the clean repository of the run, which git works from. */
  private Optional<Workspace> workspaceOf(PullRequestSeen seen) {
    return ledger.read().steps().active(seen.run()).stream()
        .filter(step -> step.name().equals("workspace"))
        .map(StepRecord::result)
        .flatMap(Optional::stream)
        .map(json -> Json.convert(Json.tree(json).path("result"), Workspace.class))
        .filter(workspace -> !workspace.isReadOnly())
        .findFirst();
  }

  /**
   * @throws Refused when somebody else has committed there, or GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    GithubRepository repository = targets.of(wanted.repository());
    return headOf(repository, access.toPush(repository), wanted).isPresent()
        ? Optional.empty()
        : Optional.of(new Receipt("", wanted.branch() + " is gone"));
  }

  /**
   * @throws Refused when somebody else has committed there, or GitHub does not do it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    GithubRepository repository = targets.of(wanted.repository());
    Remote remote = access.toPush(repository);
    Optional<String> head = headOf(repository, remote, wanted);
    try {
      head.ifPresent(sha -> branches.delete(wanted.workspace(), remote, wanted.branch(), sha));
    } catch (GitFailed e) {
      throw PushAnswer.of(e, repository, wanted.branch());
    }
    return new Receipt("", wanted.branch() + " deleted");
  }

  private Optional<String> headOf(GithubRepository repository, Remote remote, Wanted wanted) {
    Optional<String> head;
    try {
      head = branches.headOf(wanted.workspace(), remote, wanted.branch());
    } catch (GitFailed e) {
      throw PushAnswer.of(e, repository, wanted.branch());
    }
    if (head.filter(there -> !there.equals(wanted.sha())).isPresent()) {
      throw new Refused(
          "%s is not where the run left it (%.7s): somebody has committed there, so it stays"
              .formatted(wanted.branch(), wanted.sha()));
    }
    return head;
  }
}
