package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.deliver.BranchDelivery;
import drover.deliver.Delivered;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
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
class BranchDeliveryTest {
  private BeanBench bench;
  private Workspace workspace;
  private String sha;
  private String key;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
    workspace = bench.workspaces.prepare(bench.run);
    sha = bench.receive(workspace, "posts/x.md", "a post\n");
    key = "branch:" + workspace.repository() + ":" + workspace.branch();
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
    assertThat(effect().state()).isEqualTo(EffectState.CONFIRMED);
    assertThat(effect().receipt()).hasValueSatisfying(said -> assertThat(said).contains("fetched"));
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
  void afterACrashBetweenSendingAndConfirmingTheBranchIsFoundAndNotMadeAgain() {
    bench.placement().place(workspace, sha, "");
    mark(EffectState.SENT);

    deliver();

    assertThat(effect().state()).isEqualTo(EffectState.CONFIRMED);
    assertThat(effect().receipt())
        .hasValueSatisfying(said -> assertThat(said).contains("it was there already"));
    assertThat(bench.blog.git("rev-parse", workspace.branch())).isEqualTo(sha);
  }

  @Test
  void afterACrashBeforeAnythingArrivedTheBranchIsMade() {
    mark(EffectState.SENT);

    deliver();

    assertThat(effect().state()).isEqualTo(EffectState.CONFIRMED);
    assertThat(bench.blog.git("rev-parse", workspace.branch())).isEqualTo(sha);
  }

  @Test
  void deliveredTwiceItIsTheSameBranchAndOneEffect() {
    deliver();
    deliver();

    assertThat(bench.ledger.read().effects().ofRun(bench.run.id())).hasSize(1);
    assertThat(effect().state()).isEqualTo(EffectState.CONFIRMED);
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
    return delivery()
        .deliver(bench.run, workspace, BeanBench.turnAt(sha), new Verified(sha, true, List.of()));
  }

  private BranchDelivery delivery() {
    return new BranchDelivery(
        bench.workspaces, bench.placement(), bench.ledger, bench.journal, bench.clock);
  }

  private EffectRecord effect() {
    return bench.ledger.read().effects().find(key).orElseThrow();
  }

  /** What a factory had written down when it died. */
  private void mark(EffectState state) {
    bench.ledger.write(
        tables -> {
          tables.effects().intend(key, bench.run.id(), "branch", "{}", bench.clock.now());
          if (state == EffectState.SENT) {
            tables.effects().sent(key, bench.clock.now());
          }
          return key;
        });
  }

  private void assertNotVerified(String head, Verified verified) {
    assertThatThrownBy(
            () -> delivery().deliver(bench.run, workspace, BeanBench.turnAt(head), verified))
        .isInstanceOfSatisfying(
            RunEnded.class, ended -> assertThat(ended.outcome()).isEqualTo("verify-failed"));
    assertThat(bench.blog.branches()).containsExactly("main");
    assertThat(bench.ledger.read().effects().ofRun(bench.run.id())).isEmpty();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(this::deliver)
        .isInstanceOfSatisfying(
            RunEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo("not-pushable");
              assertThat(ended.reason()).startsWith("not-pushable: ").contains(why);
            });
    assertThat(effect().state()).isEqualTo(EffectState.REFUSED);
  }
}
