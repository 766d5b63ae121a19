package drover.cluster.step;

import drover.cluster.launch.CheckSpec;
import drover.cluster.launch.Checkout;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.EvaluationSpec;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.Source;
import drover.cluster.launch.StepObjects;
import drover.config.Settings;
import drover.machine.CommandResult;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.verify.Accuracy;
import drover.verify.Evaluated;
import drover.workspace.Workspace;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Measures a commit in a pod of its own. The container of the evaluation holds no credential; where
 * no turn has laid the workspace, the one before it clones with the repository's token.
 */
public final class ClusterEvaluation {
  private static final String CONTAINER = "evaluate";

  private final Settings settings;
  private final ClusterRuns runs;
  private final ClusterJobs jobs;
  private final StepObjects objects;
  private final Sources sources;
  private final Accuracy accuracy;

  public ClusterEvaluation(
      Settings settings,
      ClusterRuns runs,
      ClusterJobs jobs,
      StepObjects objects,
      Sources sources,
      Accuracy accuracy) {
    this.settings = settings;
    this.runs = runs;
    this.jobs = jobs;
    this.objects = objects;
    this.sources = sources;
    this.accuracy = accuracy;
  }

  /** What is to be made in the cluster, the Job first. */
  public List<HasMetadata> plan(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("candidate") String commit) {
    ClusterRun cluster = runs.of(run);
    String name = cluster.job(CONTAINER, run.claim().attempt(), run.position());
    return objects.of(
        specOf(settings, run, cluster, name, workspace, commit, () -> sources.of(run, workspace)));
  }

  /**
   * @param source where a workspace is cloned from that no turn has laid
   * @throws RunEnded when no evaluation is configured
   */
  static EvaluationSpec specOf(
      Settings settings,
      RunExecution run,
      ClusterRun cluster,
      String name,
      Workspace workspace,
      String commit,
      Supplier<Source> source) {
    return new EvaluationSpec(
        cluster,
        PodSettings.of(settings.kubernetesOf(run.task().job())),
        TurnPlans.storageOf(workspace),
        name,
        workspace.isReadOnly()
            ? Optional.of(
                TurnPlans.laid(run, workspace, source.get(), StartOfTurn.atBase(run, workspace)))
            : Optional.empty(),
        TurnPlans.homeOf(workspace, CONTAINER, cluster),
        new Checkout.Clean(commit, TurnPlans.baseName(workspace), workspace.baseSha()),
        new CheckSpec.Command(
            Accuracy.commandOf(settings, run.task()),
            Accuracy.rulesOf(settings, run.task()).timeout()),
        Accuracy.argumentOf(run.task()));
  }

  /**
   * Work of the step {@code evaluate}, after its Job.
   *
   * @throws RunEnded when the evaluation itself failed: that says nothing about the commit
   */
  public Evaluated conclude(
      @Variable("run") RunExecution run,
      @Variable("candidate") String commit,
      @Variable("evaluations") int round,
      @Body JobEnd end) {
    ContainerStateTerminated how = end.of(CONTAINER).orElseThrow(() -> notBegun(end));
    if ("OOMKilled".equals(how.getReason())) {
      throw RunEnded.failed(
          "failed", "evaluation-failed: it used more memory than drover.kubernetes.memory-limit");
    }
    return accuracy.read(
        run, commit, round, new CommandResult(how.getExitCode(), jobs.log(end, CONTAINER)));
  }

  private RunEnded notBegun(JobEnd end) {
    String container =
        end.firstFailed().map(status -> status.getName()).orElse("its first container");
    String said = end.firstFailed().map(status -> jobs.log(end, status.getName())).orElse("");
    return RunEnded.failed(
        "failed",
        "evaluation-failed: it did not begin, because %s failed: %s"
            .formatted(container, said.strip()));
  }
}
