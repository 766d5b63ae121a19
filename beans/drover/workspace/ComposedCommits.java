package drover.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commits that the factory makes, in the clean repository of a run; no agent has a part in it. */
public final class ComposedCommits {
  private final Git git;

  /**
   * @param git of the factory's own repositories
   */
  public ComposedCommits(Git git) {
    this.git = git;
  }

  /**
   * A commit with the files of another one.
   *
   * @param filesOf commit or tree
   * @param parents commits, the first one is what it continues
   * @param author a name; it stands for an address as well
   * @return its name
   */
  public String make(
      Workspace workspace, String filesOf, List<String> parents, String author, String message) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-c",
                "user.name=" + author,
                "-c",
                "user.email=" + author + "@noreply",
                "-c",
                "commit.gpgSign=false",
                "commit-tree",
                filesOf + "^{tree}"));
    parents.forEach(parent -> words.addAll(List.of("-p", parent)));
    words.addAll(List.of("-m", message));
    String made = git.run(directory(workspace), words.toArray(String[]::new));
    keep(workspace, made);
    return made;
  }

  /** What came of a merge: the files of both, or those that neither side can decide. */
  public sealed interface Merge {
    /**
     * @param tree its files
     */
    record Clean(String tree) implements Merge {}

    /**
     * @param files paths, at least one
     */
    record Conflict(List<String> files) implements Merge {}
  }

  /**
   * Brings the files of two commits together, in no working tree.
   *
   * @throws GitFailed when git cannot do that at all; it has to be 2.38 or newer
   */
  public Merge merge(Workspace workspace, String ours, String theirs) {
    try {
      return new Merge.Clean(
          git.run(
              directory(workspace),
              "merge-tree",
              "--write-tree",
              "--name-only",
              "--no-messages",
              ours,
              theirs));
    } catch (GitFailed e) {
      return new Merge.Conflict(conflicts(e));
    }
  }

  /** A tree with the conflicts in it, then the paths: with anything else git has failed. */
  private static List<String> conflicts(GitFailed answer) {
    List<String> lines = answer.said().lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() < 2 || !lines.getFirst().matches("[0-9a-f]{40,64}")) {
      throw answer;
    }
    return lines.subList(1, lines.size());
  }

  /** Nobody tidies it away while the run goes on. */
  private void keep(Workspace workspace, String commit) {
    git.run(directory(workspace), "update-ref", "refs/drover/composed", commit);
  }

  private static Path directory(Workspace workspace) {
    return Path.of(workspace.runDirectory()).resolve("clean.git");
  }
}
