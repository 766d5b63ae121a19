package drover.workspace;

import java.nio.file.Path;
import java.util.Optional;

/** Puts a verified commit into the repository of the run, under the name of the run's branch. */
public final class BranchPlacement {
  private final Repositories repositories;
  private final Git operator;

  public BranchPlacement(Repositories repositories, Git operator) {
    this.repositories = repositories;
    this.operator = operator;
  }

  /** Directory that receives the branch: the repository itself, or the warm clone of a remote. */
  public String placeOf(Workspace workspace) {
    return repositories.reopen(workspace.repository()).directory().toString();
  }

  /** The commit that the run's branch stands at there, if there is such a branch. */
  public Optional<String> standing(Workspace workspace) {
    return repositories.resolveBranch(
        repositories.reopen(workspace.repository()), "refs/heads/" + workspace.branch());
  }

  /** Whether the branch is there now, and what git said otherwise. */
  public record Answer(boolean accepted, String said) {}

  /**
   * A branch that stands elsewhere than at {@code previous} is somebody else's and stays as it is.
   *
   * @param previous commit that the same run has put there before, from which the branch moves on;
   *     empty: none
   */
  public Answer place(Workspace workspace, String sha, String previous) {
    Path clean = new CleanRepository(operator, Path.of(workspace.runDirectory())).directory();
    SourceRepository source = repositories.reopen(workspace.repository());
    String ref = "refs/heads/" + workspace.branch();
    Optional<String> standing = standing(workspace);
    if (standing.filter(there -> !there.equals(previous)).isPresent()) {
      return new Answer(
          false,
          "%s has a branch %s at another commit (%.7s): rename it, then retry"
              .formatted(source.name(), workspace.branch(), standing.get()));
    }
    try {
      operator.run(
          source.directory(),
          "fetch",
          "--quiet",
          "--no-tags",
          "--no-write-fetch-head",
          "--no-auto-maintenance",
          "--no-recurse-submodules",
          clean.toString(),
          sha + ":" + ref);
      return new Answer(true, "fetched");
    } catch (GitFailed e) {
      return new Answer(false, source.name() + " does not take the branch: " + e.cause());
    }
  }
}
