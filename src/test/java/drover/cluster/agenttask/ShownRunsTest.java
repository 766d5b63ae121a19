package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.RunState;
import drover.run.ManualClock;
import drover.task.TaskRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of other triggers in the list that {@code kubectl get at} prints. */
class ShownRunsTest {
  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private final ApiServer api = new ApiServer();
  private TaskBench bench;

  @BeforeEach
  void begin() {
    clock.advance(Duration.between(clock.now(), Instant.now()));
    bench = TaskBench.still(directory, api, clock);
  }

  @AfterEach
  void end() {
    bench.close();
    api.close();
  }

  private static TaskRequest webhook(String key) {
    return TaskRequest.heard("webhook", key, "somebody", "publisher")
        .saying(Optional.of("Write about tides"), Map.of())
        .about(Optional.of("acme/site"), Optional.of("drafts"))
        .asking("local", 3, Optional.of(List.of("Read", "Grep")));
  }

  @Test
  void a_run_gets_an_agent_task_that_names_it_from_the_beginning_and_asks_for_nothing() {
    String run = bench.accept(webhook("one"));
    bench.look();
    bench.look();
    AgentTask task = api.tasks().getFirst();
    assertThat(task.name()).matches("webhook-publisher-[a-z2-7]{10}");
    assertThat(task.name()).isEqualTo(RunNames.of(bench.run(run)));
    assertThat(task.madeFor()).contains(run);
    assertThat(task.spec().toString())
        .contains(
            "\"agent\":\"publisher\"",
            "\"prompt\":\"Write about tides\"",
            "\"trigger\":\"webhook\"",
            "\"branch\":\"drafts\"",
            "\"repo\":\"acme/site\"",
            "\"priority\":3",
            "\"allowedTools\":\"Read,Grep\"");
    assertThat(task.status().phase()).contains("Pending");
    assertThat(task.status().runId()).contains(run);
    assertThat(bench.runs()).as("it is no task of its own").hasSize(1);
  }

  @Test
  void one_instance_makes_it_however_many_look() {
    bench.accept(webhook("one"));
    try (TaskBench other = TaskBench.still(directory, api, clock)) {
      bench.list();
      other.list();
      bench.lookWithoutAList();
      other.lookWithoutAList(); // it has not seen what the first one made
    }
    assertThat(api.tasks()).hasSize(1);
    assertThat(bench.runs()).hasSize(1);
  }

  @Test
  void a_run_that_was_over_before_anybody_looked_is_shown_all_the_same() {
    bench.list();
    String run = bench.accept(webhook("one"));
    bench.end(run, RunState.SUCCEEDED, "delivered", "delivered: done");
    bench.look();
    assertThat(api.tasks())
        .singleElement()
        .satisfies(task -> assertThat(task.status().phase()).contains("Succeeded"));
  }

  @Test
  void one_that_was_deleted_has_its_run_cancelled_and_is_not_made_again() {
    String run = bench.accept(webhook("one"));
    bench.look();
    api.delete(api.tasks().getFirst().name());
    bench.look();
    bench.look();
    assertThat(bench.run(run).state()).isEqualTo(RunState.CANCELLED);
    assertThat(api.tasks()).isEmpty();
  }

  @Test
  void
      one_that_was_deleted_while_no_server_was_there_has_its_run_cancelled_and_is_not_made_again() {
    String run = bench.accept(webhook("one"));
    bench.look();
    bench.look(); // it was seen
    bench.close();
    api.delete(api.tasks().getFirst().name());
    bench = TaskBench.still(directory, api, clock);
    bench.look();
    bench.look();
    assertThat(bench.run(run).state()).isEqualTo(RunState.CANCELLED);
    assertThat(api.tasks()).isEmpty();
  }

  @Test
  void one_that_another_server_has_just_made_is_not_taken_for_deleted() {
    String run = bench.accept(webhook("one"));
    try (TaskBench other = TaskBench.still(directory, api, clock)) {
      other.list();
      bench.look();
      bench.look();
      other.lookWithoutAList();
    }
    assertThat(bench.run(run).state()).isEqualTo(RunState.QUEUED);
    assertThat(api.tasks()).hasSize(1);
  }

  @Test
  void the_phase_set_to_pending_has_the_same_done_again_for_the_same_repository() {
    String run = bench.accept(webhook("one"));
    bench.look();
    bench.end(run, RunState.FAILED, "lost", "lost: it was gone");
    bench.look();
    String name = api.tasks().getFirst().name();
    api.setPhase(name, "Pending");
    bench.look();
    bench.look();
    assertThat(bench.runs()).hasSize(2);
    assertThat(api.tasks()).hasSize(1);
    String again = api.task(name).status().runId().orElseThrow();
    assertThat(bench.run(again).source()).isEqualTo("agent-task");
    assertThat(bench.run(again).taskJson())
        .contains("acme/site", "\"base\":\"drafts\"", "Write about tides", "\"Grep\"");
    assertThat(RunNames.of(bench.run(again))).isEqualTo(name);
  }

  @Test
  void what_the_api_server_refused_is_made_up_for() {
    bench.list();
    String run = bench.accept(webhook("one"));
    api.answersWith(503);
    bench.lookWithoutAList();
    bench.end(run, RunState.SUCCEEDED, "delivered", "delivered: done");
    clock.advance(Duration.ofHours(1));
    bench.lookWithoutAList();
    api.answersWith(0);
    bench.look();
    assertThat(api.tasks())
        .singleElement()
        .satisfies(task -> assertThat(task.status().phase()).contains("Succeeded"));
  }
}
