package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.run.RunEnded;
import drover.view.RunDocument;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can write a repository decides what git runs there: so the factory runs none there. */
class PlantedRepositoryTest {

  @Test
  void nothingThatAnAgentPlantsInItsRepositoryEverRuns(@TempDir Path folder) throws IOException {
    Path marker = folder.resolve("planted-code-ran");
    try (FactoryBench bench =
        new FactoryBench(folder)
            .with("DROVER_REHEARSAL_PAUSE", "0")
            .with("DROVER_REHEARSAL_MISBEHAVE", "plant")
            .with("DROVER_PLANT_MARKER", marker.toString())) {
      Blog blog = Blog.in(folder);

      RunDocument run = bench.run(FactoryBench.rehearsal("Plant something", blog));

      assertThat(run.summary().reason().orElse("")).startsWith("delivered: ");
      assertThat(bench.workspace().resolve(".git/hooks/post-checkout")).isExecutable();
      assertThat(marker).doesNotExist();
      runGitWhereTheAgentCouldWrite(bench.workspace());
      assertThat(marker).as("what was planted does work").exists();
    }
  }

  /** That the command fails on what it meets there is as good: it has run something planted. */
  private static void runGitWhereTheAgentCouldWrite(Path workspace) {
    try {
      Blog.gitIn(workspace, "checkout", "-q", "-B", "proof");
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("git checkout");
    }
  }

  @Test
  void aRepositoryReplacedByALinkIsRefused(@TempDir Path folder) throws IOException {
    try (BeanBench bench = BeanBench.in(folder)) {
      Workspace workspace = bench.workspaces.prepare(bench.run);
      Path git = workspace.directory().resolve(".git");
      Path elsewhere = Files.move(git, folder.resolve("elsewhere"));
      Files.createSymbolicLink(git, elsewhere);

      assertTampered(bench, workspace, ".git is no directory any more");

      Files.delete(git);
      Files.writeString(git, "gitdir: " + elsewhere + "\n");
      assertTampered(bench, workspace, ".git is no directory any more");
    }
  }

  @Test
  void objectsBorrowedFromElsewhereAreRefused(@TempDir Path folder) throws IOException {
    try (BeanBench bench = BeanBench.in(folder)) {
      Workspace workspace = bench.workspaces.prepare(bench.run);
      Path alternates = workspace.directory().resolve(".git/objects/info/alternates");
      Files.writeString(
          alternates, "/home/somebody/secret/.git/objects\n", StandardOpenOption.APPEND);

      assertTampered(bench, workspace, "alternates was changed");

      Path copy = Files.writeString(folder.resolve("copy"), "anything\n");
      Files.delete(alternates);
      assertTampered(bench, workspace, "alternates was changed");
      Files.createSymbolicLink(alternates, copy);
      assertTampered(bench, workspace, "alternates was changed");
    }
  }

  @Test
  void objectsReplacedByALinkAreRefused(@TempDir Path folder) throws IOException {
    try (BeanBench bench = BeanBench.in(folder)) {
      Workspace workspace = bench.workspaces.prepare(bench.run);
      Path objects = workspace.directory().resolve(".git/objects");
      Path elsewhere = Files.move(objects, folder.resolve("elsewhere"));
      Files.createSymbolicLink(objects, elsewhere);

      assertTampered(bench, workspace, ".git/objects is no directory any more");
    }
  }

  @Test
  void aBranchThatIsALinkToAFileOutsideIsNotRead(@TempDir Path folder) throws IOException {
    try (BeanBench bench = BeanBench.in(folder)) {
      Workspace workspace = bench.workspaces.prepare(bench.run);
      bench.commit(workspace, "a.md", "a\n");
      Path ref = workspace.directory().resolve(".git/refs/heads/" + workspace.branch());
      Path outside = Files.move(ref, folder.resolve("ref"));
      Files.createSymbolicLink(ref, outside);

      assertThat(bench.workspaces.receive(workspace)).isEqualTo(workspace.baseSha());
    }
  }

  @Test
  void aLinkInACommitIsCheckedOutAsALinkAndNothingIsWrittenThroughIt(@TempDir Path folder)
      throws IOException {
    try (BeanBench bench = BeanBench.in(folder)) {
      Path outside = Files.createDirectories(folder.resolve("outside"));
      Workspace workspace = bench.workspaces.prepare(bench.run);
      Files.createSymbolicLink(workspace.directory().resolve("out"), outside);
      Blog.gitIn(workspace.directory(), "add", "out");
      Blog.gitIn(workspace.directory(), "commit", "-q", "-m", "Link");
      String sha = bench.workspaces.receive(workspace);
      Path checkout = bench.run.directory().resolve("verify");

      bench.workspaces.cleanOf(workspace).checkOut(sha, checkout);
      assertThat(checkout.resolve("out")).isSymbolicLink();
      Files.writeString(outside.resolve("kept"), "kept\n");
      bench.workspaces.cleanOf(workspace).checkOut(sha, checkout);

      assertThat(outside.resolve("kept")).as("deleting a checkout follows no link").exists();
    }
  }

  private static void assertTampered(BeanBench bench, Workspace workspace, String what) {
    assertThatThrownBy(() -> bench.workspaces.receive(workspace))
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended -> assertThat(ended.reason()).startsWith("workspace-changed: ").contains(what));
  }
}
