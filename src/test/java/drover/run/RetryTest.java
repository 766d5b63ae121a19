package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final List<String> TO_THE_REVIEW =
      List.of("workspace", "turn", "verify", "review", "turn", "verify", "review");

  @TempDir private Path directory;
  private Floor floor;
  private Worker worker;
  private String id;
  private RunExecution run;

  @BeforeEach
  void claim() {
    floor = new Floor(directory);
    worker = floor.worker();
    id = floor.submit("key");
    run = worker.runs.claim(id);
  }

  @AfterEach
  void close() {
    floor.close();
  }

  static Stream<Arguments> restarts() {
    return Stream.of(
        restart("a turn that failed", "workspace turn*", fails("failed"), "", 1),
        restart("a decision on the last step", "workspace turn verify", fails("failed"), "", 2),
        restart("a break-down in a step", "workspace turn verify*", breaksDown(), "", 2),
        restart("a break-down between steps", "workspace turn", breaksDown(), "", 2),
        restart("before the first step", "", breaksDown(), "", 0),
        restart("cancelled in a step", "workspace turn*", isCancelled(), "", 1),
        restart("cancelled between steps", "workspace turn", isCancelled(), "", 2),
        restart(
            "blocked by the review",
            "workspace turn verify review turn verify review",
            blocks("review-not-passed"),
            "",
            3),
        restart(
            "blocked otherwise",
            "workspace turn verify review turn verify review",
            blocks("protected-path"),
            "",
            6),
        restart("from a step", "workspace turn verify*", fails("failed"), "turn", 1),
        restart("from the first step", "workspace turn verify*", fails("failed"), "workspace", 0),
        restart(
            "from the nth step of a name",
            "workspace turn verify review turn verify review",
            blocks("review-not-passed"),
            "verify:2",
            5));
  }

  @ParameterizedTest
  @MethodSource("restarts")
  void an_ended_run_begins_again_where_its_end_was_decided(
      String steps, BiConsumer<Worker, RunExecution> ending, String from, int kept) {
    List<String> names = names(steps);
    perform(names, steps.endsWith("*"));
    ending.accept(worker, run);
    List<StepRecord> before = floor.ledger.read().steps().active(id);

    RunRecord ready =
        floor.retry.prepare(
            id, from.isEmpty() ? Optional.empty() : Optional.of(from), Act.of("somebody"));

    assertThat(ready.state()).isEqualTo(RunState.QUEUED);
    assertThat(ready.attempt()).isEqualTo(2);
    assertThat(ready.outcome()).isEmpty();
    assertThat(ready.reason()).isEmpty();
    assertThat(ready.finishedAt()).isEmpty();
    assertThat(ready.cancelRequestedAt()).isEmpty();
    assertThat(floor.ledger.read().steps().active(id))
        .as("kept steps are as they were")
        .isEqualTo(before.subList(0, kept));
    assertThat(floor.ledger.read().steps().all(id).subList(kept, names.size()))
        .allMatch(step -> step.state() == StepState.SUPERSEDED);
    assertThat(floor.workspaceResets).containsExactly(before.subList(0, kept));
    assertThat(floor.stateEvents(id)).last().isEqualTo("queued");
  }

  @Test
  void the_next_attempt_does_again_only_what_was_superseded() {
    perform(TO_THE_REVIEW, false);
    worker.runs.end(run, RunEnded.blocked("review-not-passed", "review-not-passed: no"));
    floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));

    RunExecution again = worker.runs.claim(id);
    assertThat(worker.step(again, "workspace", "new")).isEqualTo(new Done("workspace"));
    assertThat(worker.step(again, "turn", "new")).isEqualTo(new Done("turn"));
    assertThat(worker.step(again, "verify", "new")).isEqualTo(new Done("verify"));
    assertThat(worker.step(again, "review", "new")).isEqualTo(new Done("new"));
    worker.runs.succeed(again, "delivered", "there");
    assertThat(floor.steps(id))
        .containsExactly(
            "workspace:1 finished", "turn:1 finished", "verify:1 finished", "review:1 finished");
    assertThat(floor.ledger.read().steps().all(id)).hasSize(8);
  }

  @Test
  void attempts_are_counted_and_may_fail_one_after_the_other() {
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(run.claim().attempt()).isEqualTo(attempt);
      worker.step(run, "workspace", "made");
      worker.checkpoints.begin(run, "turn");
      worker.runs.breakDown(run, new IllegalStateException("again"));
      floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));
      run = worker.runs.claim(id);
    }
    assertThat(floor.steps(id)).containsExactly("workspace:1 finished");
  }

  @Test
  void an_interrupted_run_only_goes_on() {
    perform(List.of("workspace", "turn"), true);
    worker.runs.stop(run, new RunStopped(StopSignal.Reason.INTERRUPTED));
    List<Object> before = floor.everything(id);
    assertThat(floor.retry.prepare(id, Optional.empty(), Act.of("somebody")).attempt())
        .isEqualTo(1);
    assertThat(floor.everything(id)).isEqualTo(before);
    assertThat(floor.workspaceResets).isEmpty();
    assertThat(worker.runs.claim(id).claim().attempt()).isEqualTo(1);
  }

  @Test
  void a_run_whose_owner_is_gone_only_goes_on() {
    worker.crash();
    assertThat(floor.retry.prepare(id, Optional.empty(), Act.of("somebody")).attempt())
        .isEqualTo(1);
    assertThat(floor.worker().runs.claim(id).claim().attempt()).isEqualTo(1);
  }

  @Test
  void a_run_that_succeeded_is_not_tried_again() {
    worker.runs.succeed(run, "delivered", "there");
    assertThatThrownBy(() -> floor.retry.prepare(id, Optional.empty(), Act.of("somebody")))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("run %s succeeded; there is nothing to retry", id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "turn:3", "turn:", "TURN", ""})
  void a_step_that_is_not_there_is_refused_with_those_that_are(String step) {
    perform(List.of("workspace", "turn"), true);
    worker.runs.breakDown(run, new IllegalStateException("broken"));
    List<Object> before = floor.everything(id);
    assertThatThrownBy(() -> floor.retry.prepare(id, Optional.of(step), Act.of("somebody")))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("run %s has no step %s; it has workspace:1, turn:1", id, step);
    assertThat(floor.everything(id)).isEqualTo(before);
  }

  @Test
  void a_run_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> floor.retry.prepare("rnothing", Optional.empty(), Act.of("somebody")))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContaining("there is no run rnothing");
  }

  @Test
  void a_run_whose_branch_another_one_has_got_by_now_waits_for_that_one() {
    reserveBranch(run);
    worker.runs.breakDown(run, new IllegalStateException("broken"));
    String rival = floor.submit("rival");
    RunExecution rivalRun = worker.runs.claim(rival);
    reserveBranch(rivalRun);
    List<Object> before = floor.everything(id);

    assertThatThrownBy(() -> floor.retry.prepare(id, Optional.empty(), Act.of("somebody")))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContainingAll(id, "agent/publisher-1", "another run");
    assertThat(floor.everything(id)).isEqualTo(before);
    assertThat(floor.workspaceResets).isEmpty();

    worker.runs.succeed(rivalRun, "delivered", "there");
    floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));
  }

  private void reserveBranch(RunExecution execution) {
    floor.ledger.write(
        tables -> {
          tables.runs().fenced(execution.claim());
          tables
              .runs()
              .reserveBranch(execution.claim(), "blog", "agent/publisher-1", "main", "/workspace");
          return execution;
        });
  }

  private void perform(List<String> names, boolean lastIsOnlyBegun) {
    for (int n = 0; n < names.size(); n++) {
      worker.checkpoints.begin(run, names.get(n));
      if (n < names.size() - 1 || !lastIsOnlyBegun) {
        worker.checkpoints.finish(run, names.get(n), new Done(names.get(n)));
      }
    }
  }

  private static List<String> names(String steps) {
    return Stream.of(steps.replace("*", "").split(" ")).filter(name -> !name.isEmpty()).toList();
  }

  private static BiConsumer<Worker, RunExecution> fails(String outcome) {
    return (worker, run) -> worker.runs.end(run, RunEnded.failed(outcome, "code: sentence"));
  }

  private static BiConsumer<Worker, RunExecution> blocks(String outcome) {
    return (worker, run) -> worker.runs.end(run, RunEnded.blocked(outcome, "code: sentence"));
  }

  private static BiConsumer<Worker, RunExecution> breaksDown() {
    return (worker, run) -> worker.runs.breakDown(run, new IllegalStateException("broken"));
  }

  private static BiConsumer<Worker, RunExecution> isCancelled() {
    return (worker, run) -> {
      worker.floor.cancellation.cancel(run.id(), Act.of("somebody"));
      worker.runs.stop(run, new RunStopped(StopSignal.Reason.CANCELLED));
    };
  }

  /** A star behind the last step: it was begun and not finished. */
  private static Arguments restart(
      String name, String steps, BiConsumer<Worker, RunExecution> ending, String from, int kept) {
    return argumentSet(name, steps, ending, from, kept);
  }
}
