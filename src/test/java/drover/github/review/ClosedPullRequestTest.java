package drover.github.review;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.ledger.RunState;
import drover.npm.NeedsNode;
import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull request that a person has ended: who, what becomes of the branch, and no fix any more. */
@NeedsNode
class ClosedPullRequestTest {
  @TempDir private Path folder;
  private ReviewBench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new ReviewBench(folder);
    bench.site.remark("ada", 1, "x.md", 1, "Shorter.");
  }

  @AfterEach
  void close() {
    assertThat(bench.github.violations()).isEmpty();
    bench.close();
  }

  @Test
  void that_it_was_closed_and_by_whom_is_on_the_run_once() {
    bench.pull.close("ada");
    RunExecution run = bench.asking();
    PullRequestSeen seen = bench.look.look(run);
    assertThat(seen.isRejected()).isTrue();
    assertThat(seen.comments()).isEmpty();
    assertThat(bench.closing.note(run, seen).summary())
        .startsWith("Nothing is fixed: acme/site#1 was closed without a merge by ada at ");
    bench.closing.note(bench.asking(), seen);
    assertThat(bench.notices())
        .filteredOn(event -> event.contains("closed without a merge by ada"))
        .hasSize(1);
    assertThat(end()).isEqualTo("closed by ada");
    assertThat(bench.told()).isEmpty();
  }

  @Test
  void a_merge_is_noted_as_one_and_its_branch_stays() {
    bench.pull.merge("grace");
    RunExecution run = bench.asking();
    PullRequestSeen seen = bench.look.look(run);
    bench.closing.note(run, seen);
    assertThat(end()).isEqualTo("merged by grace");
    assertThat(bench.deletion.isWanted(seen)).isFalse();
  }

  @Test
  void a_fix_that_waits_is_cancelled() {
    bench.lookAndHandOn();
    bench.pull.close("ada");
    bench.closing.stopFixing(bench.look.look(bench.asking()));
    assertThat(bench.maker().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void one_that_was_opened_again_is_over_no_more() {
    bench.pull.close("ada");
    RunExecution run = bench.asking();
    bench.closing.note(run, bench.look.look(run));
    bench.pull.open = true;
    assertThat(bench.lookAndHandOn().summary()).startsWith("Handed on");
    assertThat(bench.ledger.read().pullRequests().endOf(url())).isEmpty();
  }

  @Test
  void the_branch_goes_where_that_is_configured() {
    bench.pull.close("ada");
    RunExecution run = bench.asking();
    PullRequestSeen seen = bench.look.look(run);
    assertThat(bench.deletion.isWanted(seen)).isTrue();
    assertThat(bench.bringAbout("branch-deletion", run, "look", seen)).isEmpty();
    assertThat(bench.site.head(ReviewBench.BRANCH)).isEmpty();
    RunExecution again = bench.asking();
    assertThat(bench.bringAbout("branch-deletion", again, "look", seen)).isEmpty();
  }

  @Test
  void a_branch_that_somebody_else_has_committed_to_stays() {
    bench.commitToBranch("of a person");
    bench.pull.close("ada");
    RunExecution run = bench.asking();
    PullRequestSeen seen = bench.look.look(run);
    assertThat(bench.bringAbout("branch-deletion", run, "look", seen)).isEmpty();
    assertThat(bench.site.head(ReviewBench.BRANCH)).isPresent();
    List<EffectRecord> effects = bench.ledger.read().effects().ofRun(run.id());
    assertThat(effects).extracting(EffectRecord::state).containsExactly(EffectState.REFUSED);
  }

  private String url() {
    return bench.maker().pullRequest().orElseThrow();
  }

  private String end() {
    var end = bench.ledger.read().pullRequests().endOf(url()).orElseThrow();
    return end.standing() + " by " + end.by();
  }
}
