package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.deliver.Delivered;
import drover.deliver.Deliveries;
import drover.deliver.LocalBranch;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.run.RunEnded;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verified commit comes into the repository as a branch, once, and nothing else changes. */
class LocalBranchTest {
  private BeanBench bench;
  private Workspace workspace;
  private String sha;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
    workspace = bench.workspaces.prepare(bench.run);
    sha = bench.receive(workspace, "posts/x.md", "a post\n");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theBranchIsThereAndNothingElseHasChanged() {
    List<String> before = bench.blog.git("for-each-ref").lines().toList();

    Delivered delivered = deliver();

    assertThat(bench.blog.git("rev-parse", workspace.branch())).isEqualTo(sha);
    assertThat(bench.blog.git("for-each-ref").lines())
        .filteredOn(ref -> !ref.endsWith("refs/heads/" + workspace.branch()))
        .containsExactlyElementsOf(before);
    assertThat(bench.blog.git("status", "--porcelain")).isEmpty();
    assertThat(bench.blog.git("fsck", "--strict")).doesNotContain("error", "missing");
    assertThat(delivered.change()).isEqualTo("1 file changed, 1 insertion(+)");
  }

  @Test
  void theBranchIsWholeWithoutTheFilesOfTheRun() {
    deliver();

    bench.deleteRunDirectory();

    assertThat(bench.blog.git("fsck", "--strict", "--connectivity-only")).doesNotContain("missing");
    assertThat(bench.blog.git("show", workspace.branch() + ":posts/x.md")).isEqualTo("a post");
  }

  @Test
  void aCommitThatWasNotVerifiedIsNotDelivered() {
    String later = bench.receive(workspace, "posts/y.md", "slipped in\n");

    assertNotVerified(later, new Verified(sha, true, List.of()));
    assertNotVerified(sha, new Verified(later, true, List.of()));
  }

  @Test
  void aCommitThatFailedItsChecksIsNotDelivered() {
    assertNotVerified(sha, new Verified(sha, false, List.of()));
  }

  @Test
  void onlyTheVerifiedCommitIsDeliveredWhateverTheAgentCommitsMeanwhile() {
    bench.receive(workspace, "posts/y.md", "slipped in\n");

    deliver();

    assertThat(bench.blog.git("rev-parse", workspace.branch())).isEqualTo(sha);
  }

  @Test
  void aBranchThatStandsAtTheCommitIsFoundAndNotMadeAgain() {
    Intent intent = intent();
    assertThat(branch().find(workspace, intent)).isEmpty();

    branch().send(workspace, intent);

    assertThat(branch().find(workspace, intent))
        .map(Receipt::said)
        .contains(workspace.branch() + ", it was there already");
    assertThat(intent()).isEqualTo(intent);
  }

  @Test
  void somebodyElsesBranchOfThatNameIsLeftAlone() {
    bench.blog.git("branch", workspace.branch(), "main");

    assertRefused(workspace.branch() + " at another commit");

    assertThat(bench.blog.git("rev-parse", workspace.branch())).isEqualTo(bench.blog.head());
  }

  @Test
  void aNameThatGitCannotGiveIsARefusalAndNoBreakdown() {
    bench.blog.git("branch", "agent");

    assertRefused("does not take the branch");
  }

  @Test
  void theRepositorysHooksDoNotRun() throws IOException {
    Path trace = bench.blog.directory().resolveSibling("hook-ran");
    Path hook = bench.blog.directory().resolve(".git/hooks/reference-transaction");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\ntouch " + trace + "\n");
    hook.toFile().setExecutable(true);

    deliver();

    assertThat(trace).doesNotExist();
  }

  private Delivered deliver() {
    Verified verified = new Verified(sha, true, List.of());
    deliveries().requireVerified(BeanBench.turnAt(sha), verified);
    branch().send(workspace, intent());
    return deliveries().conclude(bench.run, workspace, verified, "");
  }

  private Intent intent() {
    return branch().intent(bench.run, workspace, new Verified(sha, true, List.of()));
  }

  private LocalBranch branch() {
    return new LocalBranch(bench.placement(), bench.ledger);
  }

  private Deliveries deliveries() {
    return new Deliveries(bench.workspaces, bench.placement(), bench.ledger, bench.journal);
  }

  private void assertNotVerified(String head, Verified verified) {
    assertThatThrownBy(() -> deliveries().requireVerified(BeanBench.turnAt(head), verified))
        .isInstanceOfSatisfying(
            RunEnded.class, ended -> assertThat(ended.outcome()).isEqualTo("verify-failed"));
  }

  private void assertRefused(String why) {
    assertThatThrownBy(this::deliver).isInstanceOf(Refused.class).hasMessageContaining(why);
  }
}
