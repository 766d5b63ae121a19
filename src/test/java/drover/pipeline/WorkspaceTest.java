package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.run.RunEnded;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run works in a repository of its own, and only sound history comes back from there. */
class WorkspaceTest {
  private BeanBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void itIsOnABranchNamedAfterTheSecondTheRunWasMadeIn() {
    Workspace workspace = workspace();

    assertThat(workspace.branch())
        .isEqualTo("agent/publisher-" + bench.run.createdAt().getEpochSecond());
    assertThat(git(workspace, "symbolic-ref", "--short", "HEAD")).isEqualTo(workspace.branch());
    assertThat(git(workspace, "rev-parse", "HEAD")).isEqualTo(bench.blog.head());
  }

  @Test
  void aBranchNameThatIsTakenGivesWayToTheNextSecond() {
    long second = bench.run.createdAt().getEpochSecond();
    bench.blog.git("branch", "agent/publisher-" + second);
    bench.blog.git("branch", "agent/publisher-" + (second + 1));

    assertThat(workspace().branch()).isEqualTo("agent/publisher-" + (second + 2));
  }

  @Test
  void madeAgainAfterACrashItIsAsNewAndKeepsItsBranchName() {
    Workspace first = workspace();
    bench.commit(first, "half.md", "half done\n");

    Workspace again = workspace();

    assertThat(again).isEqualTo(first);
    assertThat(again.directory().resolve("half.md")).doesNotExist();
    assertThat(git(again, "rev-parse", "HEAD")).isEqualTo(bench.blog.head());
  }

  @Test
  void itHasNothingToPushTo() {
    assertThat(git(workspace(), "remote")).isEmpty();
  }

  @Test
  void theOperatorsUncommittedWorkIsNeitherThereNorUnmentioned() throws IOException {
    bench.blog.with("posts/private.md", "not yet\n");

    Workspace workspace = workspace();

    assertThat(workspace.directory().resolve("posts/private.md")).doesNotExist();
    assertThat(workspace.notices())
        .singleElement()
        .asString()
        .contains(": 1 uncommitted change in ");
    assertThat(bench.blog.git("status", "--porcelain")).isEqualTo("?? posts/private.md");
  }

  @Test
  void aCommitComesBackAlsoFromPackedRefs() {
    Workspace workspace = workspace();
    String sha = bench.commit(workspace, "a.md", "a\n");
    git(workspace, "pack-refs", "--all", "--prune");
    git(workspace, "gc", "--quiet");
    assertThat(workspace.directory().resolve(".git/refs/heads/" + workspace.branch()))
        .doesNotExist();

    assertThat(bench.workspaces.receive(workspace)).isEqualTo(sha);
    assertThat(bench.workspaces.differsFromBase(workspace, sha)).isTrue();
  }

  @Test
  void aDeletedBranchIsTheBaseAgain() {
    Workspace workspace = workspace();
    bench.commit(workspace, "a.md", "a\n");
    git(workspace, "checkout", "-q", "--detach");
    git(workspace, "branch", "-qD", workspace.branch());

    assertThat(bench.workspaces.receive(workspace)).isEqualTo(workspace.baseSha());
  }

  @Test
  void whatIsCommittedOnAnotherBranchDoesNotComeBack() {
    Workspace workspace = workspace();
    git(workspace, "checkout", "-q", "-b", "elsewhere");
    bench.commit(workspace, "a.md", "a\n");

    assertThat(bench.workspaces.receive(workspace)).isEqualTo(workspace.baseSha());
  }

  @Test
  void rewrittenHistoryIsRefused() {
    Workspace workspace = workspace();
    git(workspace, "checkout", "-q", "--orphan", "anew");
    bench.commit(workspace, "a.md", "a\n");
    git(workspace, "branch", "-qM", "anew", workspace.branch());

    assertRefused(workspace, "history-rewritten: the branch " + workspace.branch());
  }

  @Test
  void aCommitThatGitFindsUnsoundIsRefused() throws Exception {
    Workspace workspace = workspace();
    String tree = git(workspace, "rev-parse", "HEAD^{tree}");
    Path raw =
        Files.writeString(
            workspace.directory().resolve("raw"),
            "tree %s\nparent %s\n\nnobody wrote this\n".formatted(tree, workspace.baseSha()),
            StandardCharsets.UTF_8);
    String sha = git(workspace, "hash-object", "-t", "commit", "-w", "--literally", raw.toString());
    Files.writeString(
        workspace.directory().resolve(".git/refs/heads/" + workspace.branch()), sha + "\n");

    assertRefused(workspace, "broken-commit: ");
  }

  @Test
  void aBranchThatPointsToNothingIsRefused() throws IOException {
    Workspace workspace = workspace();
    Files.writeString(
        workspace.directory().resolve(".git/refs/heads/" + workspace.branch()),
        "0123456789012345678901234567890123456789\n");

    assertRefused(workspace, "broken-commit: ");
  }

  private Workspace workspace() {
    return bench.workspaces.prepare(bench.run);
  }

  private void assertRefused(Workspace workspace, String reason) {
    assertThatThrownBy(() -> bench.workspaces.receive(workspace))
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo("failed");
              assertThat(ended.reason()).startsWith(reason);
            });
  }

  private static String git(Workspace workspace, String... arguments) {
    return Blog.gitIn(workspace.directory(), arguments);
  }
}
