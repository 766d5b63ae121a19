package drover.cluster.step;

import drover.cluster.launch.Source;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.workspace.DistantWorkspaces;
import drover.workspace.RemoteAccess;
import drover.workspace.TooLarge;
import drover.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;

/** Where a pod clones from: the remote itself, or a small repository of this machine as a file. */
public final class Sources {
  /** As base64 in a ConfigMap, which holds 1 MiB. */
  private static final long MOST_BYTES = 700_000;

  private final DistantWorkspaces workspaces;
  private final RemoteAccess access;

  public Sources(DistantWorkspaces workspaces, RemoteAccess access) {
    this.workspaces = workspaces;
    this.access = access;
  }

  /**
   * @throws RunEnded when a pod cannot get at the repository
   */
  Source of(RunExecution run, Workspace workspace) {
    if (!workspace.isOfRemote()) {
      return new Source.Bundle(bundle(run, workspace));
    }
    String url = workspace.repository();
    if (!url.matches("(https?|git)://.*")) {
      throw RunEnded.failed(
          "failed",
          "repository-unusable: a pod has no key for %s: name the repository by its https URL"
              .formatted(url));
    }
    RemoteAccess.Remote remote = access.toFetch(url);
    return new Source.Remote(remote.url(), remote.environment());
  }

  private String bundle(RunExecution run, Workspace workspace) {
    try {
      return Base64.getEncoder()
          .encodeToString(Files.readAllBytes(workspaces.bundle(run, workspace, MOST_BYTES)));
    } catch (TooLarge e) {
      throw RunEnded.failed(
          "failed",
          "repository-unusable: %s is a directory of this machine with more than %d bytes, which no pod can reach: push it and give --repo its URL"
              .formatted(workspace.repository(), MOST_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundle of " + workspace.repository(), e);
    }
  }
}
