package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.ledger.EventType;
import drover.run.Act;
import drover.run.NotRunnable;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the policy refuses stays here, until a person has approved exactly that. */
class PolicyPipelineTest {
  private FactoryBench bench;
  private Blog blog;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    blog = Blog.in(folder);
    bench = new FactoryBench(folder).with("DROVER_REHEARSAL_PAUSE", "0");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "secret,        secret: rehearsal-credentials.env:1: holds",
    "hidden-secret, secret: rehearsal-credentials.env:1: holds",
    "workflow,      workflow: .github/workflows/rehearsal.yml: says",
    "large,         size: rehearsal-large.txt: has 6000000 bytes",
    "symlink-out,   link: rehearsal-link: is a link to an absolute path",
  })
  void a_refusal_blocks_the_run_and_nothing_leaves(String how, String reason) {
    RunDocument run = rehearse(how);

    assertThat(run.summary().state()).isEqualTo("blocked");
    assertThat(run.summary().outcome()).hasValue("policy-refused");
    assertThat(run.summary().stage()).hasValue("deliver");
    assertThat(run.summary().reason().orElseThrow()).startsWith("policy-refused: " + reason);
    assertThat(run.effects()).isEmpty();
    assertThat(blog.branches()).containsExactly("main");
    assertThat(bench.events())
        .filteredOn(event -> event.type() == EventType.NOTICE)
        .anySatisfy(event -> assertThat(event.json()).contains("policy: " + reason));
  }

  @ParameterizedTest
  @CsvSource({"workflow", "large", "symlink-out"})
  void what_a_person_approves_is_delivered(String how) {
    rehearse(how);

    bench.factory().approve(bench.runId(), "ada", "seen it");
    bench.factory().execute(bench.runId());

    RunDocument run = bench.document();
    assertThat(run.summary().state()).as("%s", run.summary().reason()).isEqualTo("succeeded");
    assertThat(run.summary().attempt()).isEqualTo(2);
    assertThat(blog.branches()).hasSize(2);
    assertThat(run.approvals())
        .singleElement()
        .satisfies(gate -> assertThat(gate.approvedBy()).contains("ada"))
        .satisfies(gate -> assertThat(gate.used()).isTrue());
    assertThat(run.turns()).as("nothing was done again").hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"secret", "hidden-secret"})
  void nobody_approves_a_secret(String how) {
    rehearse(how);

    assertThatThrownBy(() -> bench.factory().approve(bench.runId(), "ada", "please"))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContaining("a secret must not leave");
    assertThat(bench.record().state().word()).isEqualTo("blocked");
  }

  @Test
  void an_approval_is_for_one_delivery() {
    rehearse("workflow");
    bench.factory().approve(bench.runId(), "ada", "");
    blog.git("branch", bench.record().branch().orElseThrow(), "main");
    bench.factory().execute(bench.runId());
    assertThat(bench.record().outcome()).hasValue("not-pushable");
    blog.git("branch", "-D", bench.record().branch().orElseThrow());

    bench.factory().retry(bench.runId(), Optional.empty(), Act.of("somebody"));
    bench.factory().execute(bench.runId());

    assertThat(bench.record().outcome()).hasValue("policy-refused");
    assertThat(bench.document().approvals())
        .extracting(gate -> gate.used())
        .containsExactly(true, false);
  }

  @Test
  void a_new_commit_is_blocked_again() {
    rehearse("workflow");
    bench.factory().retry(bench.runId(), Optional.of("turn"), Act.of("somebody"));
    bench.factory().execute(bench.runId());
    assertThat(bench.record().outcome()).hasValue("policy-refused");

    bench.factory().approve(bench.runId(), "ada", "");
    bench.factory().execute(bench.runId());
    assertThat(bench.record().outcome()).hasValue("delivered");
  }

  @Test
  void a_review_that_is_approved_is_kept_and_the_run_delivered() {
    RunDocument blocked = rehearse("low-scores");
    assertThat(blocked.summary().outcome()).hasValue("review-not-passed");

    bench.factory().approve(bench.runId(), "ada", "good enough for me");
    bench.factory().execute(bench.runId());

    RunDocument run = bench.document();
    assertThat(run.summary().state()).as("%s", run.summary().reason()).isEqualTo("succeeded");
    assertThat(run.reviews()).hasSameSizeAs(blocked.reviews());
    assertThat(run.turns()).hasSameSizeAs(blocked.turns());
    assertThat(blog.branches()).hasSize(2);
  }

  @Test
  void an_approved_review_does_not_open_the_gate_of_the_policy() {
    bench.with("DROVER_POLICY_PATHS", "nowhere/**");
    rehearse("low-scores");
    bench.factory().approve(bench.runId(), "ada", "");
    bench.factory().execute(bench.runId());
    assertThat(bench.record().outcome()).hasValue("policy-refused");

    bench.factory().approve(bench.runId(), "ada", "");
    bench.factory().execute(bench.runId());

    assertThat(bench.record().outcome()).hasValue("delivered");
    assertThat(bench.record().attempt()).isEqualTo(3);
  }

  private RunDocument rehearse(String how) {
    bench.with("DROVER_REHEARSAL_MISBEHAVE", how);
    return bench.run(FactoryBench.rehearsal("Write about gates", blog));
  }
}
