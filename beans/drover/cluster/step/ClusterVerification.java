package drover.cluster.step;

import drover.cluster.launch.CheckSpec;
import drover.cluster.launch.Checkout;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.StepObjects;
import drover.config.JobSettings.VerifyCommand;
import drover.config.Settings;
import drover.ledger.EventType;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnResult;
import drover.verify.Check;
import drover.verify.Verified;
import drover.workspace.CleanRepository;
import drover.workspace.DistantWorkspaces;
import drover.workspace.Workspace;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Checks a commit in a pod that holds no credential. What a check came to is the exit status that
 * the cluster tells; what it printed is only shown.
 */
public final class ClusterVerification {
  private static final int TIMED_OUT = 124; // what timeout(1) says

  private final Settings settings;
  private final ClusterRuns runs;
  private final ClusterJobs jobs;
  private final StepObjects objects;
  private final DistantWorkspaces workspaces;
  private final Journal journal;

  public ClusterVerification(
      Settings settings,
      ClusterRuns runs,
      ClusterJobs jobs,
      StepObjects objects,
      DistantWorkspaces workspaces,
      Journal journal) {
    this.settings = settings;
    this.runs = runs;
    this.jobs = jobs;
    this.objects = objects;
    this.workspaces = workspaces;
    this.journal = journal;
  }

  /** Whether there is anything to do in a pod. */
  public boolean needsPod(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    return !applicable(run, workspace).isEmpty() || PagesInPod.of(settings, run).isPresent();
  }

  /** What is to be made in the cluster, the Job first. */
  public List<HasMetadata> plan(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn) {
    ClusterRun cluster = runs.of(run);
    return objects.of(
        new CheckSpec(
            cluster,
            PodSettings.of(settings.kubernetesOf(run.task().job())),
            TurnPlans.storageOf(workspace),
            cluster.job("verify", run.claim().attempt(), run.position()),
            new Checkout.Clean(turn.headSha(), TurnPlans.baseName(workspace), workspace.baseSha()),
            applicable(run, workspace).stream()
                .map(one -> new CheckSpec.Command(one.command(), settings.verify().timeout()))
                .toList(),
            PagesInPod.of(settings, run)));
  }

  /** Work of the step {@code verify}, after its Job. */
  public Verified conclude(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn,
      @Body JobEnd end) {
    requireCheckout(end);
    List<Check> checks = new ArrayList<>();
    int number = 0;
    boolean sound = true;
    for (VerifyCommand command : commands(run)) {
      if (!applies(run, workspace, command)) {
        checks.add(skipped(command));
      } else if (sound) {
        Check check = check(command, "check-" + ++number, end);
        checks.add(check);
        sound = check.state() != Check.State.FAILED;
      }
    }
    if (sound && PagesInPod.of(settings, run).isPresent()) {
      checks.add(new PagesInPod(settings, jobs).conclude(run, end));
    }
    return verified(run, turn, checks);
  }

  /** The same where there is nothing to do in a pod. */
  public Verified withoutPod(@Variable("run") RunExecution run, @Variable("turn") TurnResult turn) {
    List<Check> checks = new ArrayList<>();
    commands(run).forEach(command -> checks.add(skipped(command)));
    return verified(run, turn, checks);
  }

  private Verified verified(RunExecution run, TurnResult turn, List<Check> checks) {
    boolean sound = checks.stream().noneMatch(check -> check.state() == Check.State.FAILED);
    checks.forEach(
        check ->
            journal.tell(run.claim(), EventType.VERIFY, check.inWords(), Map.of("check", check)));
    return new Verified(turn.headSha(), sound, checks);
  }

  private Check check(VerifyCommand command, String container, JobEnd end) {
    Optional<ContainerStateTerminated> how = end.of(container);
    if (how.filter(told -> told.getExitCode() == 0).isPresent()) {
      return Check.passed(command.name(), Optional.empty());
    }
    String ending =
        how.map(this::ending)
            .orElse("not done within the time of all checks (%s)".formatted(end.reason()));
    return Check.failed(
        command.name(), ending, how.isPresent() ? tail(jobs.log(end, container)) : "");
  }

  private String ending(ContainerStateTerminated how) {
    if ("OOMKilled".equals(how.getReason())) {
      return "it used more memory than drover.kubernetes.memory-limit";
    }
    return how.getExitCode() == TIMED_OUT
        ? "not done after " + settings.verify().timeout().toSeconds() + " s"
        : "exit " + how.getExitCode();
  }

  private void requireCheckout(JobEnd end) {
    if (!end.succeeded("checkout")) {
      throw RunEnded.failed(
          "verify-failed",
          "no-checkout: the commit could not be checked out: " + tail(jobs.log(end, "checkout")));
    }
  }

  private String tail(String output) {
    List<String> lines = output.lines().toList();
    int from = Math.max(0, lines.size() - settings.verify().tailLines());
    return String.join("\n", lines.subList(from, lines.size()));
  }

  private List<VerifyCommand> applicable(RunExecution run, Workspace workspace) {
    return commands(run).stream().filter(one -> applies(run, workspace, one)).toList();
  }

  /** Asked of the base: a check does not go away because the agent removed what it needs. */
  private boolean applies(RunExecution run, Workspace workspace, VerifyCommand command) {
    CleanRepository repository = workspaces.present(run, workspace);
    return command
        .onlyIf()
        .filter(path -> !repository.hasFile(workspace.baseSha(), path))
        .isEmpty();
  }

  private static Check skipped(VerifyCommand command) {
    return Check.skipped(command.name(), "the repository has no " + command.onlyIf().orElseThrow());
  }

  private List<VerifyCommand> commands(RunExecution run) {
    return settings.job(run.task().job()).orElseThrow().verify();
  }
}
