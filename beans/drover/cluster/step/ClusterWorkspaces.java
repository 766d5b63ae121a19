package drover.cluster.step;

import drover.cluster.access.ClusterAccess;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.WorkspaceVolumes;
import drover.config.KubernetesSettings;
import drover.config.KubernetesSettings.ReadOnlyWorkspace;
import drover.config.Settings;
import drover.run.RunExecution;
import drover.workspace.DistantWorkspaces;
import drover.workspace.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where runs work in a cluster, and what becomes of it afterwards. */
public final class ClusterWorkspaces {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWorkspaces.class);
  private static final Path PLACE = Path.of("/workspace");

  private final Settings settings;
  private final ClusterAccess access;
  private final ClusterRuns runs;
  private final DistantWorkspaces workspaces;

  public ClusterWorkspaces(
      Settings settings, ClusterAccess access, ClusterRuns runs, DistantWorkspaces workspaces) {
    this.settings = settings;
    this.access = access;
    this.runs = runs;
    this.workspaces = workspaces;
  }

  /**
   * For a run with a branch: a volume of its own.
   *
   * @throws drover.effect.Unavailable when a remote does not answer now
   */
  public Workspace prepare(@Variable("run") RunExecution run) {
    return workspaces.prepare(run, PLACE, new Workspace.Volume(runs.of(run).volume(), ""));
  }

  /** For a run that only reads: a folder of the volume that all share, or nothing that is kept. */
  public Workspace read(@Variable("run") RunExecution run) {
    KubernetesSettings kubernetes = settings.kubernetesOf(run.task().job());
    boolean isShared = kubernetes.readOnlyWorkspace() == ReadOnlyWorkspace.SHARED;
    return workspaces.read(run, PLACE, isShared ? kubernetes.sharedVolume() : "");
  }

  /** Whether it needs a volume. */
  public boolean isKept(@Variable("workspace") Workspace workspace) {
    return !workspace.volume().orElseThrow().claim().isEmpty();
  }

  /** The volume as it is wanted. */
  public HasMetadata volume(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    KubernetesSettings kubernetes = settings.kubernetesOf(run.task().job());
    ClusterRun cluster = runs.of(run);
    Optional<String> storageClass =
        Optional.of(kubernetes.workspaceClass()).filter(name -> !name.isEmpty());
    return workspace.isReadOnly()
        ? WorkspaceVolumes.shared(
            cluster.namespace(),
            kubernetes.sharedVolume(),
            kubernetes.workspaceSize(),
            storageClass)
        : WorkspaceVolumes.of(cluster, kubernetes.workspaceSize(), storageClass);
  }

  /**
   * After success nobody needs the volume any more; a failure to delete it is no failure of the
   * run.
   */
  public void tidy(RunExecution run, Workspace workspace) {
    if (!workspace.isDistant() || workspace.isReadOnly()) {
      return;
    }
    String claim = workspace.volume().orElseThrow().claim();
    try {
      access
          .client()
          .persistentVolumeClaims()
          .inNamespace(access.namespace())
          .withName(claim)
          .delete();
    } catch (KubernetesClientException e) { // the sweep finds it
      LOG.warn("The volume {} of {} is left for now: {}", claim, run, e.getMessage());
    }
  }
}
