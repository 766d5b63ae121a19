package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import drover.json.Json;
import drover.ledger.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps are done once, whatever happens to those who do them. */
class CheckpointsTest {
  @TempDir private Path directory;
  private Floor floor;
  private Worker worker;
  private String id;
  private final List<String> done = new ArrayList<>();

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
  void a_finished_step_gives_back_its_result_and_is_not_done_again() {
    work(worker.runs.claim(id), worker, "workspace", "made");
    Worker next = takeOver();
    StepResult given = work(next.runs.claim(id), next, "workspace", "made again");
    assertThat(given).isEqualTo(new Done("made"));
    assertThat(done).containsExactly("made");
  }

  @Test
  void the_route_goes_on_with_what_is_recorded_and_not_with_the_secret_it_held() {
    String token = "gh" + "p_" + "0123456789abcdefghijABCDEFGHIJ";

    StepResult given = work(worker.runs.claim(id), worker, "workspace", "found " + token);

    assertThat(given).isEqualTo(new Done("found [redacted]"));
  }

  @Test
  void a_step_that_was_begun_is_entered_again_and_recorded_once() {
    RunExecution run = worker.runs.claim(id);
    assertThat(worker.checkpoints.begin(run, "turn").isFinished()).isFalse();
    Worker next = takeOver();
    RunExecution resumed = next.runs.claim(id);
    assertThat(next.checkpoints.begin(resumed, "turn").isFinished()).isFalse();
    next.checkpoints.finish(resumed, "turn", new Done("written"));
    assertThat(floor.steps(id)).containsExactly("turn:1 finished");
  }

  @Test
  void calls_of_the_same_name_are_counted() {
    RunExecution run = worker.runs.claim(id);
    for (String step : List.of("workspace", "turn", "verify", "turn", "verify", "turn")) {
      work(run, worker, step, step);
    }
    assertThat(floor.steps(id))
        .containsExactly(
            "workspace:1 finished",
            "turn:1 finished",
            "verify:1 finished",
            "turn:2 finished",
            "verify:2 finished",
            "turn:3 finished");
    assertThat(floor.run(id).stage()).contains("turn");
  }

  @Test
  void a_loop_is_replayed_to_the_round_it_had_reached() {
    assertThat(reviewLoop(worker, "red", "red", "crash")).isFalse();
    assertThat(done).containsExactly("review red", "fix", "review red", "fix");
    Worker next = takeOver();
    assertThat(reviewLoop(next, "never asked", "never asked", "green")).isTrue();
    assertThat(done).containsExactly("review red", "fix", "review red", "fix", "review green");
    assertThat(floor.steps(id))
        .containsExactly(
            "review:1 finished",
            "turn:1 finished",
            "review:2 finished",
            "turn:2 finished",
            "review:3 finished");
  }

  @Test
  void another_step_than_recorded_in_the_same_place_ends_the_run() {
    work(worker.runs.claim(id), worker, "workspace", "made");
    Worker next = takeOver();
    RunExecution run = next.runs.claim(id);
    RunEnded ended =
        catchThrowableOfType(RunEnded.class, () -> next.checkpoints.begin(run, "turn"));
    assertThat(ended.state()).isEqualTo(RunState.FAILED);
    assertThat(ended.reason()).startsWith("route-changed: step 1 was workspace");
    assertThat(floor.steps(id)).containsExactly("workspace:1 finished");
  }

  @Test
  void a_changed_route_names_the_very_step_to_begin_again_with() {
    RunExecution run = worker.runs.claim(id);
    work(run, worker, "turn", "a");
    work(run, worker, "verify", "b");
    work(run, worker, "turn", "c");
    Worker next = takeOver();
    RunExecution replayed = next.runs.claim(id);
    work(replayed, next, "turn", "a");
    work(replayed, next, "verify", "b");
    assertThatThrownBy(() -> next.checkpoints.begin(replayed, "deliver"))
        .hasMessageEndingWith("retry --from turn:2");
  }

  @Test
  void a_run_that_has_to_stop_begins_no_step() {
    RunExecution run = worker.runs.claim(id);
    run.stop().request(StopSignal.Reason.CANCELLED);
    assertThatThrownBy(() -> worker.checkpoints.begin(run, "turn")).isInstanceOf(RunStopped.class);
    assertThat(floor.steps(id)).isEmpty();
  }

  @Test
  void the_first_reason_to_stop_stays() {
    StopSignal stop = new StopSignal();
    stop.request(StopSignal.Reason.INTERRUPTED);
    stop.request(StopSignal.Reason.CANCELLED);
    assertThat(stop.reason()).contains(StopSignal.Reason.INTERRUPTED);
  }

  @Test
  void a_result_is_recorded_with_its_version_and_without_secrets() {
    floor.redactor.remember("hunter2hunter2");
    RunExecution run = worker.runs.claim(id);
    work(run, worker, "turn", "said hunter2hunter2");
    String recorded = floor.ledger.read().steps().active(id).getFirst().result().orElseThrow();
    assertThat(recorded).contains("\"version\":1").doesNotContain("hunter2");
    assertThat(floor.events(id)).noneMatch(event -> event.json().contains("hunter2"));
  }

  @Test
  void every_step_tells_of_its_beginning_and_its_end() {
    work(worker.runs.claim(id), worker, "verify", "green");
    assertThat(floor.events(id))
        .extracting(event -> Json.tree(event.json()).path("text").asText())
        .containsExactly("queued, a rehearsal", "running", "verify", "verify: green");
  }

  private StepResult work(RunExecution run, Worker by, String step, String result) {
    Checkpoint checkpoint = by.checkpoints.begin(run, step);
    if (checkpoint.isFinished()) {
      return checkpoint.getResult();
    }
    done.add(result);
    return by.checkpoints.finish(run, step, new Done(result));
  }

  /** A job that reviews and fixes until the review is green; false: it crashed on the way. */
  private boolean reviewLoop(Worker by, String... verdicts) {
    RunExecution run = by.runs.claim(id);
    for (String verdict : verdicts) {
      if (verdict.equals("crash")) {
        return false;
      }
      StepResult review = work(run, by, "review", "review " + verdict);
      if (review.equals(new Done("review green"))) {
        return true;
      }
      work(run, by, "turn", "fix");
    }
    return false;
  }

  private Worker takeOver() {
    worker.crash();
    return floor.worker();
  }
}
