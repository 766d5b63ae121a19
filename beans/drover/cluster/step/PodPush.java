package drover.cluster.step;

import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.DeliverSpec;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.Source;
import drover.cluster.launch.StepObjects;
import drover.config.Settings;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.effect.BranchPush;
import drover.github.effect.GithubTargets;
import drover.run.RunExecution;
import drover.verify.Verified;
import drover.workspace.GitFailed;
import drover.workspace.RemoteAccess;
import drover.workspace.RemoteBranches;
import drover.workspace.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * The branch of a run on its remote, pushed by a pod: the commit that was verified, and no other.
 * To GitHub as {@link BranchPush} says it; to another git server as it is, without a credential.
 */
public final class PodPush {
  private static final Duration LONGEST = Duration.ofMinutes(20);

  /**
   * @param repository URL
   * @param sha where the branch is to stand
   */
  record Wanted(String repository, String branch, String sha) {}

  private final Settings settings;
  private final ClusterRuns runs;
  private final ClusterJobs jobs;
  private final StepObjects objects;
  private final GithubTargets github;
  private final BranchPush push;
  private final RemoteBranches branches;

  public PodPush(
      Settings settings,
      ClusterRuns runs,
      ClusterJobs jobs,
      StepObjects objects,
      GithubTargets github,
      BranchPush push,
      RemoteBranches branches) {
    this.settings = settings;
    this.runs = runs;
    this.jobs = jobs;
    this.objects = objects;
    this.github = github;
    this.push = push;
    this.branches = branches;
  }

  /** Whether a pod brings the branch to a git server that is not GitHub and asks no credential. */
  public boolean isPlain(@Variable("workspace") Workspace workspace) {
    return workspace.isDistant() && workspace.isOfRemote() && !github.isThere(workspace);
  }

  public Intent intent(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified) {
    return isPlain(workspace)
        ? Intent.of(
            "push",
            "push:" + workspace.repository() + ":" + workspace.branch(),
            new Wanted(workspace.repository(), workspace.branch(), verified.commit()))
        : push.intent(run, workspace, verified);
  }

  /**
   * @throws Refused when the branch stands where this run has not put it
   * @throws Unavailable when the remote does not answer
   */
  public Optional<Receipt> find(
      @Variable("workspace") Workspace workspace, @Variable("intent") Intent intent) {
    if (!isPlain(workspace)) {
      return push.find(workspace, intent);
    }
    Wanted wanted = intent.requestAs(Wanted.class);
    return standing(workspace, intent)
        .filter(wanted.sha()::equals)
        .map(
            there ->
                new Receipt("", "%s is there at %.7s".formatted(wanted.branch(), wanted.sha())));
  }

  /** What is to be made in the cluster, the Job first. */
  public List<HasMetadata> plan(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified,
      @Variable("intent") Intent intent) {
    ClusterRun cluster = runs.of(run);
    RemoteAccess.Remote remote =
        isPlain(workspace)
            ? RemoteAccess.PLAIN.toFetch(workspace.repository())
            : push.remote(intent);
    return objects.of(
        new DeliverSpec(
            cluster,
            PodSettings.of(settings.kubernetesOf(run.task().job())),
            TurnPlans.storageOf(workspace),
            cluster.job("deliver", run.claim().attempt(), run.position()),
            new Source.Remote(remote.url(), remote.environment()),
            workspace.branch(),
            verified.commit(),
            standing(workspace, intent).orElse(""),
            LONGEST.plusMinutes(settings.kubernetes().pendingMinutes())));
  }

  /**
   * After its Job. A Job that failed is removed, so that the next look may begin another one.
   *
   * @throws Refused when the remote says no, or the commit is not in the workspace any more
   * @throws Unavailable when another try may succeed
   */
  public void conclude(
      @Variable("workspace") Workspace workspace,
      @Variable("intent") Intent intent,
      @Body JobEnd end) {
    if (end.succeeded("push")) {
      return;
    }
    String container = end.succeeded("receive") ? "push" : "receive";
    String said = jobs.log(end, container).strip();
    jobs.delete(end.job());
    if (container.equals("receive")) {
      throw new Refused("the commit cannot be fetched from the run's volume: " + last(said));
    }
    GitFailed failure = new GitFailed("push", said);
    throw isPlain(workspace)
        ? Unavailable.now(workspace.repository(), failure.cause())
        : push.failure(intent, failure);
  }

  /** Only a pod sends it; whoever comes here did not find what one has pushed. */
  public Receipt send(@Variable("workspace") Workspace workspace) {
    throw Unavailable.now(
        workspace.repository(), "the branch is not there although a pod has pushed it");
  }

  private Optional<String> standing(Workspace workspace, Intent intent) {
    if (!isPlain(workspace)) {
      return push.standing(workspace, intent);
    }
    try {
      return branches.headOf(
          workspace, RemoteAccess.PLAIN.toFetch(workspace.repository()), workspace.branch());
    } catch (GitFailed e) {
      throw Unavailable.now(workspace.repository(), e.cause());
    }
  }

  private static String last(String said) {
    return said.lines().reduce((first, second) -> second).orElse("nothing was said");
  }
}
