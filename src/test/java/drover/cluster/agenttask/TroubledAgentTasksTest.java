package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.run.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AgentTasks that cannot be done as they are, that are deleted, or that come from elsewhere. */
class TroubledAgentTasksTest {
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

  @Test
  void one_that_no_job_can_do_fails_with_a_sentence_until_it_is_mended_and_asked_for_again() {
    api.apply(
        AgentTasksTest.TIDES.replace(
            "agent: publisher", "agent: publisher\n  repo: \"not a repository\""));
    bench.look();
    Status status = api.task("tides").status();
    assertThat(status.phase()).contains("Failed");
    assertThat(status.message().orElseThrow()).contains("repo is owner/name");
    assertThat(status.says("Accepted", "False")).isTrue();
    assertThat(bench.runs()).isEmpty();

    api.setSpec("tides", "repo", "acme/site");
    api.setPhase("tides", "Pending");
    bench.look();
    assertThat(bench.runs()).hasSize(1);
    assertThat(api.task("tides").status().says("Accepted", "True")).isTrue();
  }

  @Test
  void one_that_finds_the_queue_full_waits_and_says_so() {
    for (int i = 0; i < 6; i++) {
      api.apply(AgentTasksTest.TIDES.replace("name: tides", "name: tides-" + i));
    }
    bench.look();
    assertThat(bench.runs()).hasSize(5);
    assertThat(api.tasks())
        .filteredOn(task -> task.status().says("Accepted", "Unknown"))
        .singleElement()
        .satisfies(
            task -> assertThat(task.status().message().orElseThrow()).contains("is tried again"));
  }

  @Test
  void one_that_was_deleted_has_its_run_cancelled_also_when_nobody_saw_it() {
    api.apply(AgentTasksTest.TIDES);
    bench.look();
    bench.close();
    api.delete("tides");
    bench = TaskBench.still(directory, api, clock);
    bench.look();
    assertThat(bench.onlyRun().state()).isEqualTo(RunState.CANCELLED);
    bench.look();
    assertThat(api.tasks()).as("nobody makes it anew").isEmpty();
  }

  @Test
  void one_that_was_applied_anew_under_its_name_is_another_one() {
    api.apply(AgentTasksTest.TIDES);
    bench.look();
    api.delete("tides");
    api.apply(AgentTasksTest.TIDES);
    bench.look();
    assertThat(bench.runs())
        .extracting(RunRecord::state)
        .containsExactlyInAnyOrder(RunState.CANCELLED, RunState.QUEUED);
  }

  @Test
  void one_whose_run_this_ledger_does_not_know_says_so_and_can_be_asked_for_again() {
    api.apply(AgentTasksTest.TIDES);
    api.setStatus("tides", "{\"phase\":\"Running\",\"runId\":\"raaaaaaaaaaaaaaaa\"}");
    bench.look();
    Status status = api.task("tides").status();
    assertThat(status.phase()).contains("Failed");
    assertThat(status.message().orElseThrow()).contains("raaaaaaaaaaaaaaaa", "Pending");
    assertThat(bench.runs()).isEmpty();

    api.setPhase("tides", "Pending");
    bench.look();
    assertThat(bench.runs()).hasSize(1);
  }

  @Test
  void one_that_ended_under_another_controller_is_left_alone() {
    api.apply(AgentTasksTest.TIDES);
    api.setStatus("tides", "{\"phase\":\"Succeeded\",\"lastRunTime\":\"2026-01-01T00:00:00Z\"}");
    bench.look();
    assertThat(bench.runs()).isEmpty();
    assertThat(api.task("tides").status().phase()).contains("Succeeded");
  }
}
