package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.ledger.ApprovalRecord;
import drover.ledger.AuditTable;
import drover.ledger.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person opens a gate: this one, for what it was shut for, once, and it is on record. */
class ApproveTest {
  @TempDir private Path directory;
  private Floor floor;
  private Worker worker;
  private Gates gates;
  private String id;

  @BeforeEach
  void submit() {
    floor = new Floor(directory);
    worker = floor.worker();
    gates = new Gates(floor.ledger, floor.journal);
    id = floor.submit("key");
  }

  @AfterEach
  void close() {
    floor.close();
  }

  @Test
  void an_approved_review_is_kept_and_the_run_goes_on_after_it() {
    blockAtReview(claim(), "scores 2");

    floor.approve.approve(id, "ada", "good enough");

    RunExecution again = claim();
    reviewed(again, "another");
    gates.passResult(again, "review-not-passed", "review", "scores 2");
    worker.step(again, "deliver", "there");
    worker.checkpoints.requireEveryStep(again);
    assertThat(floor.steps(id))
        .containsExactly("turn:1 finished", "review:1 finished", "deliver:1 finished");
    assertThat(again.claim().attempt()).isEqualTo(2);
  }

  @Test
  void who_when_and_why_are_kept_and_audited() {
    blockAtReview(claim(), "scores 2");

    floor.approve.approve(id, "ada", "good enough");

    assertThat(floor.ledger.read().approvals().ofRun(id))
        .singleElement()
        .satisfies(
            gate -> {
              assertThat(gate.gate()).isEqualTo("review-not-passed");
              assertThat(gate.approval())
                  .contains(new ApprovalRecord.Approval(floor.clock.now(), "ada", "good enough"));
              assertThat(gate.used()).isEmpty();
            });
    assertThat(floor.ledger.read().audit().ofRun(id))
        .containsExactly(
            new AuditTable.Entry(
                floor.clock.now(), "ada", "approve review-not-passed", id, "good enough"));
    assertThat(floor.events(id))
        .anySatisfy(event -> assertThat(event.json()).contains("approved by ada: good enough"));
  }

  @Test
  void a_crash_after_approving_neither_loses_nor_doubles_it() {
    blockAtReview(claim(), "scores 2");
    floor.approve.approve(id, "ada", "");
    assertThatThrownBy(() -> floor.approve.approve(id, "bob", ""))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContaining("is queued, not blocked")
        .hasMessageContaining("./drover retry");
    RunExecution first = claim();
    reviewed(first, "another");
    gates.passResult(first, "review-not-passed", "review", "scores 2");
    worker.crash();

    worker = floor.worker();
    floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));
    RunExecution second = claim();
    reviewed(second, "another");
    gates.passResult(second, "review-not-passed", "review", "scores 2");

    assertThat(second.claim().attempt()).isEqualTo(2);
    assertThat(floor.ledger.read().approvals().ofRun(id)).hasSize(1);
  }

  @Test
  void a_later_attempt_that_keeps_the_approved_step_passes_as_well() {
    blockAtReview(claim(), "scores 2");
    floor.approve.approve(id, "ada", "");
    RunExecution second = claim();
    reviewed(second, "another");
    gates.passResult(second, "review-not-passed", "review", "scores 2");
    worker.checkpoints.begin(second, "deliver");
    worker.runs.end(second, RunEnded.failed("not-pushable", "not-pushable: no"));

    floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));

    RunExecution third = claim();
    reviewed(third, "another");
    gates.passResult(third, "review-not-passed", "review", "scores 2");
  }

  @Test
  void a_step_that_is_done_again_needs_another_approval_even_for_the_same_result() {
    blockAtReview(claim(), "scores 2");
    floor.approve.approve(id, "ada", "");
    RunExecution second = claim();
    reviewed(second, "another");
    gates.passResult(second, "review-not-passed", "review", "scores 2");
    worker.checkpoints.begin(second, "deliver");
    worker.runs.end(second, RunEnded.failed("not-pushable", "not-pushable: no"));
    floor.retry.prepare(id, Optional.of("review"), Act.of("somebody"));

    RunExecution third = claim();
    reviewed(third, "scores 2");

    assertThatThrownBy(() -> gates.passResult(third, "review-not-passed", "review", "scores 2"))
        .isInstanceOf(RunEnded.class);
  }

  @Test
  void an_approval_of_something_else_opens_nothing() {
    blockAtDelivery(claim(), "commit 1", Optional.empty());
    floor.approve.approve(id, "ada", "");
    RunExecution again = claim();
    reviewed(again, "good");
    worker.checkpoints.begin(again, "deliver");

    assertThatThrownBy(() -> gates.pass(again, block("commit 2", Optional.empty())))
        .isInstanceOf(RunEnded.class);
    assertThatThrownBy(() -> gates.pass(again, block("commit 1", Optional.of("secret: never"))))
        .isInstanceOf(RunEnded.class);
    gates.pass(again, block("commit 1", Optional.empty()));
  }

  @Test
  void an_approval_that_was_not_used_is_gone_with_its_attempt() {
    blockAtDelivery(claim(), "commit 1", Optional.empty());
    floor.approve.approve(id, "ada", "");
    floor.cancellation.cancel(id, Act.of("somebody"));
    floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));
    RunExecution third = claim();
    reviewed(third, "good");
    worker.checkpoints.begin(third, "deliver");

    assertThatThrownBy(() -> gates.pass(third, block("commit 1", Optional.empty())))
        .isInstanceOf(RunEnded.class);
  }

  @Test
  void what_nobody_may_approve_is_refused_with_its_reason_and_stays_blocked() {
    blockAtDelivery(claim(), "commit 1", Optional.of("secret: must not leave"));

    assertThatThrownBy(() -> floor.approve.approve(id, "ada", "please"))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContainingAll(id, "cannot be approved", "secret: must not leave");
    assertThat(floor.run(id).state()).isEqualTo(RunState.BLOCKED);
    assertThat(floor.ledger.read().audit().ofRun(id)).isEmpty();
  }

  @Test
  void a_run_that_is_not_blocked_has_nothing_to_approve() {
    RunExecution run = claim();
    assertRefused("is running, not blocked", "./drover show " + id);
    worker.runs.succeed(run, "delivered", "there");
    assertRefused("is succeeded, not blocked");
    assertThatThrownBy(() -> floor.approve.approve("r1", "ada", ""))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContaining("no run r1");
  }

  @Test
  void a_block_without_a_gate_is_told_from_one_that_can_be_approved() {
    worker.runs.end(claim(), RunEnded.blocked("review-not-passed", "review: an old one"));

    assertRefused("kept no gate", "./drover retry " + id);
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> floor.approve.approve(id, "ada", ""))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContainingAll(words);
  }

  private RunExecution claim() {
    return worker.runs.claim(id);
  }

  private void reviewed(RunExecution run, String result) {
    worker.step(run, "turn", "done");
    worker.step(run, "review", result);
  }

  private void blockAtReview(RunExecution run, String result) {
    reviewed(run, result);
    end(run, () -> gates.passResult(run, "review-not-passed", "review", result));
  }

  private void blockAtDelivery(RunExecution run, String seen, Optional<String> never) {
    reviewed(run, "good");
    worker.checkpoints.begin(run, "deliver");
    end(run, () -> gates.pass(run, block(seen, never)));
  }

  /** As dispatch does it. */
  private void end(RunExecution run, Runnable gate) {
    try {
      gate.run();
    } catch (RunEnded how) {
      worker.runs.endedBy(run, how);
      assertThat(List.of(floor.run(id).state())).containsExactly(RunState.BLOCKED);
      return;
    }
    throw new AssertionError("the gate was open");
  }

  private static Block block(String seen, Optional<String> never) {
    return new Block("policy-refused", "deliver", "workflow: ci.yml: no", seen, never);
  }
}
