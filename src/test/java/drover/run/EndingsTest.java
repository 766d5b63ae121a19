package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.ledger.LedgerException;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How runs end, by their own decision or by somebody's wish. */
class EndingsTest {
  @TempDir private Path directory;
  private Floor floor;
  private Worker worker;
  private String id;

  @BeforeEach
  void submit() {
    floor = new Floor(directory);
    worker = floor.worker();
    id = floor.submit("key");
  }

  @AfterEach
  void close() {
    floor.close();
  }

  @Test
  void an_end_is_recorded_with_its_outcome_its_reason_and_its_event() {
    RunExecution run = worker.runs.claim(id);
    worker.runs.end(run, RunEnded.blocked("review-not-passed", "review: three rounds"));
    RunRecord ended = floor.run(id);
    assertThat(ended.state()).isEqualTo(RunState.BLOCKED);
    assertThat(ended.outcome()).contains("review-not-passed");
    assertThat(ended.reason()).contains("review: three rounds");
    assertThat(ended.owner()).isEmpty();
    assertThat(ended.finishedAt()).contains(floor.clock.now());
    assertThat(floor.stateEvents(id)).containsExactly("queued", "running", "blocked");
    assertThat(worker.liveRuns.isEmpty()).isTrue();
  }

  @Test
  void a_witness_is_told_every_end_with_the_time_it_took_and_no_wait() {
    RunExecution run = worker.runs.claim(id);
    floor.clock.advance(Duration.ofSeconds(90));
    worker.runs.parkedBy(run, RunWaiting.openEnded(WaitingFor.RESUME, "interrupted: by hand"));
    assertThat(worker.ends).isEmpty();
    floor.clock.advance(Duration.ofHours(2));
    worker.runs.succeed(worker.runs.claim(id), "delivered", "there");
    assertThat(worker.ends).containsExactly("delivered after PT1M30S");
  }

  @Test
  void a_run_that_fails_before_it_hears_of_its_cancellation_is_cancelled() {
    RunExecution run = worker.runs.claim(id);
    floor.cancellation.cancel(id, Act.of("somebody"));
    worker.runs.endedBy(run, RunEnded.failed("lost", "killed: by signal 9"));
    assertThat(floor.run(id).state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void a_run_that_is_cancelled_while_it_is_parked_is_told_as_an_end() {
    RunExecution run = worker.runs.claim(id);
    floor.cancellation.cancel(id, Act.of("somebody"));
    worker.runs.parkedBy(run, RunWaiting.openEnded(WaitingFor.RESUME, "interrupted: by hand"));
    assertThat(worker.ends).containsExactly("cancelled after PT0S");
  }

  @Test
  void a_break_down_says_the_first_line_of_what_happened() {
    RunExecution run = worker.runs.claim(id);
    worker.runs.breakDown(run, new IllegalStateException("no such thing\nat line 3"));
    assertThat(floor.run(id).reason()).contains("internal: no such thing");
  }

  @Test
  void an_end_is_recorded_as_a_whole_or_not_at_all() {
    RunExecution run = worker.runs.claim(id);
    worker.step(run, "verify", "red");
    var before = floor.everything(id);
    floor.sql(
        """
        create trigger no_end before update on runs when new.state = 'failed'
        begin select raise(abort, 'not now'); end
        """);
    assertThatThrownBy(() -> worker.runs.end(run, RunEnded.failed("failed", "verify: red")))
        .isInstanceOf(LedgerException.class);
    assertThat(floor.everything(id)).isEqualTo(before);
  }

  @Test
  void a_queued_run_is_cancelled_at_once() {
    assertThat(floor.cancellation.cancel(id, Act.of("somebody")).state())
        .isEqualTo(RunState.CANCELLED);
    assertThat(floor.stateEvents(id)).containsExactly("queued", "cancelled");
  }

  @Test
  void a_waiting_run_is_cancelled_at_once() {
    worker.runs.stop(worker.runs.claim(id), new RunStopped(StopSignal.Reason.INTERRUPTED));
    assertThat(floor.cancellation.cancel(id, Act.of("somebody")).state())
        .isEqualTo(RunState.CANCELLED);
  }

  @Test
  void a_run_whose_owner_is_gone_is_cancelled_at_once_with_the_step_it_was_in() {
    RunExecution run = worker.runs.claim(id);
    worker.step(run, "workspace", "made");
    worker.checkpoints.begin(run, "turn");
    worker.crash();
    assertThat(floor.cancellation.cancel(id, Act.of("somebody")).state())
        .isEqualTo(RunState.CANCELLED);
    assertThat(floor.steps(id)).containsExactly("workspace:1 finished", "turn:1 failed");
    assertThat(floor.run(id).owner()).isEmpty();
  }

  @Test
  void a_run_that_is_executed_is_asked_to_end_and_ended_by_its_owner() {
    RunExecution run = worker.runs.claim(id);
    RunRecord asked = floor.cancellation.cancel(id, Act.of("somebody"));
    assertThat(asked.state()).isEqualTo(RunState.RUNNING);
    assertThat(asked.cancelRequestedAt()).contains(floor.clock.now());
    assertThat(asked.owner()).contains(worker.instance.id());

    worker.runs.stop(run, new RunStopped(StopSignal.Reason.CANCELLED));
    assertThat(floor.run(id).state()).isEqualTo(RunState.CANCELLED);
    assertThat(floor.run(id).outcome()).contains("cancelled");
  }

  @Test
  void a_cancelled_run_that_is_interrupted_before_it_obeys_is_cancelled_and_does_not_wait() {
    RunExecution run = worker.runs.claim(id);
    worker.checkpoints.begin(run, "turn");
    run.stop().request(StopSignal.Reason.INTERRUPTED);
    floor.cancellation.cancel(id, Act.of("somebody"));
    worker.runs.stop(run, new RunStopped(StopSignal.Reason.INTERRUPTED));
    assertThat(floor.run(id).state()).isEqualTo(RunState.CANCELLED);
    assertThat(floor.steps(id)).containsExactly("turn:1 failed");
    assertThat(floor.stateEvents(id)).containsExactly("queued", "running", "cancelled");
  }

  @Test
  void a_run_is_cancelled_once() {
    floor.cancellation.cancel(id, Act.of("somebody"));
    assertThatThrownBy(() -> floor.cancellation.cancel(id, Act.of("somebody")))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("run %s is over already: cancelled", id);
    assertThatThrownBy(() -> floor.cancellation.cancel("rnothing", Act.of("somebody")))
        .hasMessageContaining("there is no run rnothing");
  }
}
