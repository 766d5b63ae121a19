package drover.workspace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Result of the step {@code workspace}: a repository of the run's own on a fresh branch.
 *
 * @param repository directory or URL that the result goes to
 * @param path where the agent works
 * @param runDirectory where the files of the run are; no agent can write there but in {@code path}
 * @param branch the branch that becomes the result; empty: there is none, all is only read
 * @param base name of what it starts from
 * @param baseSha commit of the base
 * @param notices what a person should know, for instance that submodules are not there
 * @param volume where it is in a cluster; empty: on this machine
 */
public record Workspace(
    String repository,
    String path,
    String runDirectory,
    String branch,
    String base,
    String baseSha,
    List<String> notices,
    Optional<Volume> volume)
    implements StepResult {

  public Workspace(
      String repository,
      String path,
      String runDirectory,
      String branch,
      String base,
      String baseSha,
      List<String> notices) {
    this(repository, path, runDirectory, branch, base, baseSha, notices, Optional.empty());
  }

  /**
   * Where a workspace is that is in a cluster.
   *
   * @param claim name of a PersistentVolumeClaim; empty: it is only in the pod that needs it
   * @param folder in that volume; empty: all of it is the run's
   */
  public record Volume(String claim, String folder) {}

  /** The same with its work on top of another commit of the base. */
  public Workspace onto(String sha) {
    return new Workspace(repository, path, runDirectory, branch, base, sha, notices, volume);
  }

  public Path directory() {
    return Path.of(path);
  }

  /** Whether nothing comes out of it. */
  @JsonIgnore
  public boolean isReadOnly() {
    return branch.isEmpty();
  }

  /** For routes: whether it is in a cluster, out of reach of this machine. */
  @JsonIgnore
  public boolean isDistant() {
    return volume.isPresent();
  }

  /** For routes: whether a branch comes out of it that this machine cannot see by itself. */
  @JsonIgnore
  public boolean isToBeCollected() {
    return isDistant() && !isReadOnly();
  }

  /** Whether the repository is elsewhere, known here by its URL. */
  @JsonIgnore
  public boolean isOfRemote() {
    return RepositoryUrl.isUrl(repository);
  }

  /** For routes: whether it starts from a branch, and not from a commit. */
  @JsonIgnore
  public boolean isFromBranch() {
    return !base.equals(baseSha);
  }

  @Override
  public String summary() {
    if (isReadOnly()) {
      return isFromBranch()
          ? "read-only, %s (%.7s)".formatted(base, baseSha)
          : "read-only, at %.7s".formatted(baseSha);
    }
    return isFromBranch()
        ? "%s from %s (%.7s)".formatted(branch, base, baseSha)
        : "%s from %.7s".formatted(branch, baseSha);
  }
}
