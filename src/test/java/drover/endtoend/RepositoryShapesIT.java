package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever shape a repository is in: the run works, or says in one line why not. */
@Execution(ExecutionMode.CONCURRENT)
class RepositoryShapesIT {
  @TempDir private Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void theSourceGetsTheBranchAndIsOtherwiseUntouched() throws Exception {
    Repository source = Repository.blog(directory.resolve("a source"));
    Path marker = directory.resolve("a hook ran");
    for (String hook : Set.of("post-checkout", "reference-transaction", "post-merge")) {
      source.write(".git/hooks/" + hook, "#!/bin/sh\ntouch '" + marker + "'\n");
      Files.setPosixFilePermissions(
          source.path().resolve(".git/hooks/" + hook),
          java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    source.write(".git/FETCH_HEAD", "left by its owner\n").write("staged.md", "staged");
    source.git("add", "staged.md");
    source.write("staged.md", "changed again").write("untracked.md", "untracked");
    Files.deleteIfExists(marker);
    Map<String, String> before = source.everything();

    Said said = desk.misbehaving("plant").publish(source.path()).succeeded();

    Map<String, String> after = source.everything();
    Set<String> added = new TreeSet<>(after.keySet());
    added.removeAll(before.keySet());
    assertThat(added).allMatch(file -> file.matches("\\.git/(logs/)?refs/heads/agent(/.*)?"));
    after.keySet().removeAll(added);
    Set.of(".git/refs/heads", ".git/logs/refs/heads")
        .forEach(parent -> forget(parent, before, after));
    assertThat(after).isEqualTo(before);
    assertThat(marker).doesNotExist();
    assertThat(source.agentBranches()).containsExactly(said.text("branch"));
  }

  @Test
  void whatIsNotCommittedIsSaidAndLeftAlone() {
    Repository source = Repository.blog(directory.resolve("source")).write("README.md", "dirty");

    Said said = desk.startPublishing(source.path()).end().succeeded();

    assertThat(said.out()).contains("uncommitted", "not part of this run");
    assertThat(source.git("status", "--porcelain")).isEqualTo("M README.md");
  }

  @Test
  void aBareRepositoryReceivesTheBranch() {
    Repository source = Repository.blog(directory.resolve("source"));
    source.git("clone", "-q", "--bare", ".", directory.resolve("bare.git") + "");
    Repository bare = new Repository(directory.resolve("bare.git"));

    Said said = desk.publish(bare.path()).succeeded();

    assertThat(bare.agentBranches()).containsExactly(said.text("branch"));
  }

  @Test
  void aShallowCloneWorks() {
    Repository source = Repository.blog(directory.resolve("source")).write("more.md", "more");
    source.commitAll("more");
    Path shallow = directory.resolve("shallow");
    source.git("clone", "-q", "--depth", "1", "file://" + source.path(), shallow + "");

    Said said = desk.publish(shallow).succeeded();

    assertThat(new Repository(shallow).agentBranches()).containsExactly(said.text("branch"));
  }

  @Test
  void aLinkedWorktreeWorksOnItsOwnBranch() {
    Repository source = Repository.blog(directory.resolve("source"));
    source.git("worktree", "add", "-q", "-b", "other", directory.resolve("linked") + "");

    Said said = desk.publish(directory.resolve("linked")).succeeded();

    assertThat(said.text("base")).isEqualTo("other");
    assertThat(source.agentBranches()).containsExactly(said.text("branch"));
  }

  @Test
  void aDetachedHeadIsNamedByACommitThatCanBeLookedUp() {
    Repository source = Repository.blog(directory.resolve("source"));
    source.git("checkout", "-q", "--detach");

    Said said = desk.publish(source.path()).succeeded();

    assertThat(source.git("rev-parse", "--verify", said.text("base") + "^{commit}"))
        .isEqualTo(source.head("main"));
  }

  @Test
  void submodulesAndLargeFilesAreMentioned() {
    Repository theme = Repository.blog(directory.resolve("theme"));
    Repository source = Repository.blog(directory.resolve("source"));
    source.git("submodule", "--quiet", "add", theme.path().toString(), "theme");
    source.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n");
    source.write("image.png", "version https://git-lfs.github.com/spec/v1\nsize 1\n");
    source.git("-c", "filter.lfs.clean=cat", "add", "--all");
    source.commitAll("pictures");

    Said said = desk.startPublishing(source.path()).end().succeeded();

    assertThat(said.out()).contains("submodules are not checked out", "Git LFS");
  }

  @Test
  void aUrlIsClonedOnceAndFetchedAgain() {
    Repository origin = Repository.blog(directory.resolve("the origin"));
    String url = "file://" + origin.path();
    Said first = desk.drover("run", "publisher", "x", "--rehearse", "--json", "--repo", url);
    origin.git("branch", "gone");
    origin.write("new.md", "new").commitAll("new");

    Said second = desk.drover("run", "publisher", "x", "--rehearse", "--json", "--repo", url);

    assertThat(first.succeeded().text("repository")).isEqualTo(url);
    assertThat(second.succeeded().text("outcome")).isEqualTo("delivered");
    assertThat(desk.home.resolve("repos"))
        .isDirectoryContaining("glob:**/*.git")
        .satisfies(
            repos ->
                assertThat(repos.toFile().list((dir, name) -> name.endsWith(".git"))).hasSize(1));
  }

  @Test
  void aBranchThatIsSaidToBeInAUrlIsThere() {
    Repository origin = Repository.blog(directory.resolve("origin"));
    String url = "file://" + origin.path();

    Said said = desk.drover("run", "publisher", "x", "--rehearse", "--repo", url).succeeded();

    if (said.out().matches("(?s).*agent/publisher-[0-9]+ in file://.*")) {
      assertThat(origin.agentBranches()).hasSize(1);
    }
  }

  @Test
  void aUrlWithNothingBehindItIsSaidInGitsOwnWords() {
    Said said =
        desk.drover("run", "publisher", "x", "--rehearse", "--repo", "file:///nothing/here.git");

    assertThat(said.complained(1).err()).contains("repository-unusable", "does not ");
  }

  @Test
  void aMissingBaseBehindAUrlIsSaid() {
    Repository origin = Repository.blog(directory.resolve("origin"));

    Said said =
        desk.drover(
            "run",
            "publisher",
            "x",
            "--rehearse",
            "--base=nope",
            "--repo",
            "file://" + origin.path());

    assertThat(said.complained(1).err()).contains("no-base", "nope");
  }

  /** A directory that gets an entry has a new time. */
  private static void forget(String path, Map<String, String> before, Map<String, String> after) {
    before.remove(path);
    after.remove(path);
  }
}
