package drover.cluster.step;

import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.CollectSpec;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.StepObjects;
import drover.config.KubernetesSettings;
import drover.config.Settings;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.workspace.DistantWorkspaces;
import drover.workspace.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Brings what an agent committed in a cluster into the run's clean repository. */
public final class Collecting {
  private static final String CONTAINER = "collect";
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final Settings settings;
  private final ClusterRuns runs;
  private final ClusterJobs jobs;
  private final StepObjects objects;
  private final DistantWorkspaces workspaces;

  public Collecting(
      Settings settings,
      ClusterRuns runs,
      ClusterJobs jobs,
      StepObjects objects,
      DistantWorkspaces workspaces) {
    this.settings = settings;
    this.runs = runs;
    this.jobs = jobs;
    this.objects = objects;
    this.workspaces = workspaces;
  }

  /** What is to be made in the cluster, the Job first. */
  public List<HasMetadata> plan(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    KubernetesSettings kubernetes = settings.kubernetesOf(run.task().job());
    ClusterRun cluster = runs.of(run);
    return objects.of(
        new CollectSpec(
            cluster,
            PodSettings.of(kubernetes),
            TurnPlans.storageOf(workspace),
            cluster.job(CONTAINER, run.claim().attempt(), run.position()),
            workspace.branch(),
            workspace.baseSha(),
            kubernetes.collectBytes(),
            LONGEST.plusMinutes(kubernetes.pendingMinutes())));
  }

  /**
   * @return the commit that has arrived
   * @throws RunEnded when nothing usable came
   */
  public String receive(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Body JobEnd end) {
    CollectedBundle bundle =
        CollectedBundle.read(
            jobs.log(end, CONTAINER), settings.kubernetesOf(run.task().job()).collectBytes());
    Path file = run.directory().resolve("incoming.bundle");
    try {
      if (bundle.file().isPresent()) {
        Files.write(file, bundle.file().get());
      }
      String commit = workspaces.receive(run, workspace, bundle.file().map(bytes -> file));
      if (!commit.equals(bundle.commit())) {
        throw RunEnded.failed(
            "failed", "not-collected: the branch that arrived ends at another commit than told");
      }
      return commit;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + file, e);
    } finally {
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
