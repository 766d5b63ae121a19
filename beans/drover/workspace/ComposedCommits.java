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
   * @param filesOf commit
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

  /** Nobody tidies it away while the run goes on. */
  private void keep(Workspace workspace, String commit) {
    git.run(directory(workspace), "update-ref", "refs/drover/composed", commit);
  }

  private static Path directory(Workspace workspace) {
    return Path.of(workspace.runDirectory()).resolve("clean.git");
  }
}
