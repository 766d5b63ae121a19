package drover.github.effect;

import com.fasterxml.jackson.databind.JsonNode;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.GitAccess;
import drover.github.access.GithubRepository;
import drover.json.Json;
import drover.ledger.EffectRecord;
import drover.ledger.Ledger;
import drover.run.RunExecution;
import drover.verify.Verified;
import drover.workspace.GitFailed;
import drover.workspace.RemoteAccess.Remote;
import drover.workspace.RemoteBranches;
import drover.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * The branch of a run on GitHub, at the commit that was verified. Its natural key is where the
 * branch stands. A branch is only made, or moved on from a commit that this run may have put there.
 */
public final class BranchPush {
  static final String KIND = "push";

  /**
   * @param repository URL
   * @param sha where the branch is to stand
   * @param before commits that this run may have put there earlier
   */
  record Wanted(String repository, String branch, String sha, List<String> before) {}

  private final GithubTargets targets;
  private final GitAccess access;
  private final RemoteBranches branches;
  private final Ledger ledger;

  public BranchPush(
      GithubTargets targets, GitAccess access, RemoteBranches branches, Ledger ledger) {
    this.targets = targets;
    this.access = access;
    this.branches = branches;
    this.ledger = ledger;
  }

  /** For a repository on GitHub. */
  public Intent intent(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified) {
    GithubRepository repository = targets.of(workspace);
    String key = KIND + ":" + repository.key() + ":" + workspace.branch();
    List<String> before = before(run, key, verified.commit());
    return Intent.of(
        KIND, key, new Wanted(repository.url(), workspace.branch(), verified.commit(), before));
  }

  /** An earlier attempt may have sent its commit, whether anybody heard of it or not. */
  private List<String> before(RunExecution run, String key, String sha) {
    Optional<EffectRecord> earlier =
        ledger.read().effects().find(key).filter(effect -> effect.run().equals(run.id()));
    List<String> before = new ArrayList<>();
    if (earlier.isPresent()) {
      JsonNode request = Json.tree(earlier.get().request());
      request.path("before").forEach(one -> before.add(one.asText()));
      String last = request.path("sha").asText();
      if (!last.equals(sha) && !before.contains(last)) {
        before.add(last);
      }
    }
    return before;
  }

  /**
   * @throws Refused when the branch stands where this run has not put it
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    GithubRepository repository = targets.of(wanted.repository());
    Optional<String> head = headOf(workspace, repository, access.toPush(repository), wanted);
    return head.filter(wanted.sha()::equals).map(there -> receipt(repository, wanted, "is there"));
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    GithubRepository repository = targets.of(wanted.repository());
    Remote remote = access.toPush(repository);
    Optional<String> head = headOf(workspace, repository, remote, wanted);
    try {
      branches.push(workspace, remote, wanted.branch(), wanted.sha(), head);
    } catch (GitFailed e) {
      // libcurl repeats a push whose connection broke, and the second one is told no
      if (headOf(workspace, repository, remote, wanted).filter(wanted.sha()::equals).isEmpty()) {
        throw PushAnswer.of(e, repository, wanted.branch());
      }
    }
    return receipt(repository, wanted, "pushed");
  }

  /**
   * Where the branch stands that is to be moved on; empty: there is none.
   *
   * @throws Refused when it stands where this run has not put it
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<String> standing(Workspace workspace, Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    GithubRepository repository = targets.of(wanted.repository());
    return headOf(workspace, repository, access.toPush(repository), wanted);
  }

  /** With what somebody else may push it. */
  public Remote remote(Intent intent) {
    return access.toPush(targets.of(intent.requestAs(Wanted.class).repository()));
  }

  /** What it means that somebody else's push failed. */
  public RuntimeException failure(Intent intent, GitFailed failure) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return PushAnswer.of(failure, targets.of(wanted.repository()), wanted.branch());
  }

  private Optional<String> headOf(
      Workspace workspace, GithubRepository repository, Remote remote, Wanted wanted) {
    Optional<String> head;
    try {
      head = branches.headOf(workspace, remote, wanted.branch());
    } catch (GitFailed e) {
      throw PushAnswer.of(e, repository, wanted.branch());
    }
    head.filter(there -> !there.equals(wanted.sha()) && !wanted.before().contains(there))
        .ifPresent(
            there -> {
              throw PushAnswer.taken(repository, wanted.branch(), " (%.7s)".formatted(there));
            });
    return head;
  }

  private static Receipt receipt(GithubRepository repository, Wanted wanted, String how) {
    String page = repository.url().replaceAll("\\.git$", "") + "/tree/" + wanted.branch();
    return new Receipt(page, "%s %s at %.7s".formatted(wanted.branch(), how, wanted.sha()));
  }
}
