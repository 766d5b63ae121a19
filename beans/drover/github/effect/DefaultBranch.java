package drover.github.effect;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.GitAccess;
import drover.github.access.GithubRepository;
import drover.verify.Verified;
import drover.workspace.GitFailed;
import drover.workspace.RemoteAccess.Remote;
import drover.workspace.RemoteBranches;
import drover.workspace.Workspace;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * Verified work on the branch that it started from. Its natural key is that the branch contains the
 * commit. The branch only ever moves forward: what others pushed stays below.
 */
public final class DefaultBranch {
  static final String KIND = "landing";

  /**
   * @param repository URL
   */
  record Wanted(String repository, String branch, String sha) {}

  /**
   * Where the branch stands.
   *
   * @param head commit of the branch
   * @param holds whether the work is in it
   * @param isBelow whether the work is on top of it
   */
  public record Standing(String head, boolean holds, boolean isBelow) {
    /** For routes: whether the work has to be merged first. */
    public boolean isOvertaken() {
      return !holds && !isBelow;
    }
  }

  private final GithubTargets targets;
  private final GitAccess access;
  private final RemoteBranches branches;

  public DefaultBranch(GithubTargets targets, GitAccess access, RemoteBranches branches) {
    this.targets = targets;
    this.access = access;
    this.branches = branches;
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Standing look(
      @Variable("workspace") Workspace workspace, @Variable("verify") Verified verified) {
    return standing(workspace, verified.commit());
  }

  /** For a repository on GitHub. */
  public Intent intent(
      @Variable("workspace") Workspace workspace, @Variable("verify") Verified verified) {
    GithubRepository repository = targets.of(workspace);
    return Intent.of(
        KIND,
        "%s:%s:%s:%s".formatted(KIND, repository.key(), workspace.base(), verified.commit()),
        new Wanted(repository.url(), workspace.base(), verified.commit()));
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return standing(workspace, wanted.sha()).holds()
        ? Optional.of(receipt(wanted, "is in"))
        : Optional.empty();
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer, or somebody pushed in this very moment
   */
  public Receipt send(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    Standing there = standing(workspace, wanted.sha());
    if (there.isOvertaken()) {
      throw overtaken(wanted);
    }
    GithubRepository repository = targets.of(workspace);
    try {
      branches.push(
          workspace,
          access.toPush(repository),
          wanted.branch(),
          wanted.sha(),
          Optional.of(there.head()));
    } catch (GitFailed e) {
      Standing now = standing(workspace, wanted.sha());
      if (now.isOvertaken()) {
        throw overtaken(wanted);
      }
      if (!now.holds()) {
        throw PushAnswer.of(e, repository, wanted.branch());
      }
    }
    return receipt(wanted, "pushed to");
  }

  /** The step is entered once more, and looks again. */
  private static Unavailable overtaken(Wanted wanted) {
    return Unavailable.now("GitHub", "somebody pushed to %s meanwhile".formatted(wanted.branch()));
  }

  private Standing standing(Workspace workspace, String sha) {
    GithubRepository repository = targets.of(workspace);
    Remote remote = access.toPush(repository);
    try {
      String head = branches.fetch(workspace, remote, workspace.base());
      return new Standing(
          head, branches.isWithin(workspace, sha, head), branches.isWithin(workspace, head, sha));
    } catch (GitFailed e) {
      throw PushAnswer.of(e, repository, workspace.base());
    }
  }

  private static Receipt receipt(Wanted wanted, String how) {
    String page = wanted.repository().replaceAll("\\.git$", "") + "/commit/" + wanted.sha();
    return new Receipt(page, "%.7s %s %s".formatted(wanted.sha(), how, wanted.branch()));
  }
}
