package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.run.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code kubectl apply} to a queued run and back, through the shipped routes. */
class AgentTasksTest {
  static final String TIDES =
      """
      apiVersion: agents.kyle.pericak.com/v1alpha1
      kind: AgentTask
      metadata:
        name: tides
      spec:
        agent: publisher
        prompt: Write about tides
      """;

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
  void one_that_is_applied_becomes_one_run_and_says_so() {
    api.apply(TIDES);
    bench.look();
    RunRecord run = bench.onlyRun();
    assertThat(run.source()).isEqualTo("agent-task");
    assertThat(run.job()).isEqualTo("publisher");
    assertThat(run.taskJson())
        .contains(
            "\"prompt\":\"Write about tides\"",
            "\"trigger\":\"agent-task\"",
            "\"requestedBy\":\"AgentTask tides\"");
    Status status = api.task("tides").status();
    assertThat(status.phase()).contains("Pending");
    assertThat(status.runId()).contains(run.id());
    assertThat(status.lastRunTime()).isPresent();
    assertThat(status.says("Accepted", "True")).isTrue();
    assertThat(status.says("Succeeded", "Unknown")).isTrue();
  }

  @Test
  void the_samples_are_accepted_as_they_are() throws IOException {
    try (Stream<Path> samples = Files.list(Path.of("k8s/samples"))) {
      samples.forEach(sample -> api.apply(ApiServer.text(sample)));
    }
    clock.advance(Duration.ofDays(1));
    bench.look();
    assertThat(api.tasks())
        .hasSize(4)
        .allSatisfy(task -> assertThat(task.status().says("Accepted", "True")).isTrue());
    assertThat(bench.runs()).hasSize(4);
  }

  @Test
  void a_text_that_says_nothing_counts_as_left_out() {
    api.apply(TIDES.replace("agent: publisher", "agent: publisher\n  allowedTools: \"\""));
    bench.look();
    assertThat(bench.runs()).hasSize(1);
  }

  @Test
  void what_it_may_cost_goes_with_its_run() {
    api.apply(
        TIDES.replace(
            "agent: publisher", "agent: publisher\n  maxCostUsd: 2.5\n  maxDurationSeconds: 900"));
    bench.look();
    assertThat(bench.onlyRun().taskJson())
        .contains("\"max-cost-usd\":\"2.5\"", "\"max-duration-seconds\":\"900\"");
  }

  @Test
  void looks_restarts_and_other_instances_make_no_second_run_of_it() {
    api.apply(TIDES);
    bench.look();
    bench.look();
    String version = api.task("tides").version();
    bench.close();
    bench = TaskBench.still(directory, api, clock);
    bench.look();
    try (TaskBench other = TaskBench.still(directory, api, clock)) {
      other.look();
      bench.look();
    }
    assertThat(bench.runs()).hasSize(1);
    assertThat(api.task("tides").version()).as("nothing is written twice").isEqualTo(version);
  }

  @Test
  void a_run_that_began_without_a_word_is_found_again_whatever_was_changed_meanwhile() {
    api.apply(TIDES);
    bench.look();
    api.forgetStatus("tides");
    api.setSpec("tides", "prompt", "Write about ebb");
    bench.look();
    assertThat(bench.runs()).hasSize(1);
    assertThat(api.task("tides").status().runId()).contains(bench.onlyRun().id());
  }

  @Test
  void it_tells_where_its_run_stands() {
    api.apply(TIDES);
    bench.look();
    String run = bench.onlyRun().id();
    bench.claim(run);
    bench.look();
    assertThat(api.task("tides").status().phase()).contains("Running");
    assertThat(api.task("tides").status().stage()).contains("turn");

    bench.end(run, RunState.SUCCEEDED, "delivered", "delivered: a pull request is open");
    bench.look();
    Status status = api.task("tides").status();
    assertThat(status.phase()).contains("Succeeded");
    assertThat(status.message()).contains("delivered: a pull request is open");
    assertThat(status.costUsd()).contains(0.0);
    assertThat(status.condition("Succeeded").orElseThrow().reason()).isEqualTo("Delivered");
    assertThat(status.says("Succeeded", "True")).isTrue();
  }

  @Test
  void a_run_that_needs_a_person_is_failed_and_says_why() {
    api.apply(TIDES);
    bench.look();
    bench.end(
        bench.onlyRun().id(),
        RunState.BLOCKED,
        "review-not-passed",
        "review-not-passed: three reviews were not content");
    bench.look();
    Status status = api.task("tides").status();
    assertThat(status.phase()).contains("Failed");
    Condition succeeded = status.condition("Succeeded").orElseThrow();
    assertThat(succeeded.status()).isEqualTo("False");
    assertThat(succeeded.reason()).isEqualTo("Blocked");
    assertThat(succeeded.message()).isEqualTo("review-not-passed: three reviews were not content");
  }

  @Test
  void the_phase_set_to_pending_has_it_done_once_more() {
    api.apply(TIDES);
    bench.look();
    String first = bench.onlyRun().id();
    bench.end(first, RunState.FAILED, "lost", "lost: it was gone");
    bench.look();
    api.setSpec("tides", "prompt", "Write about ebb");
    bench.look();
    assertThat(bench.runs()).as("an edit alone asks for nothing").hasSize(1);

    api.setPhase("tides", "Pending");
    bench.look();
    bench.look();
    assertThat(bench.runs()).hasSize(2);
    Status status = api.task("tides").status();
    assertThat(status.phase()).contains("Pending");
    assertThat(status.runId().orElseThrow()).isNotEqualTo(first);
    assertThat(bench.run(status.runId().orElseThrow()).taskJson()).contains("Write about ebb");
  }

  @Test
  void an_end_that_was_never_written_is_no_wish_for_another_run() {
    api.apply(TIDES);
    bench.look(); // Pending, and it stays so in the cluster
    bench.end(bench.onlyRun().id(), RunState.FAILED, "lost", "lost: it was gone");
    bench.look();
    assertThat(bench.runs()).hasSize(1);
    assertThat(api.task("tides").status().phase()).contains("Failed");
  }

  @Test
  void pending_while_its_run_goes_on_is_corrected() {
    api.apply(TIDES);
    bench.look();
    bench.claim(bench.onlyRun().id());
    bench.look();
    api.setPhase("tides", "Pending");
    bench.look();
    assertThat(api.task("tides").status().phase()).contains("Running");
    assertThat(bench.runs()).hasSize(1);
  }

  @Test
  void a_wish_that_comes_between_a_look_and_its_word_is_not_written_over() {
    api.apply(TIDES);
    bench.look();
    bench.end(bench.onlyRun().id(), RunState.FAILED, "lost", "lost: it was gone");
    bench.look();
    api.setPhase("tides", "Pending"); // after the list
    bench.retried(bench.onlyRun().id()); // and the ledger has something to tell as well
    bench.lookWithoutAList();
    assertThat(api.task("tides").status().runId()).contains(bench.onlyRun().id());
    assertThat(api.answered(409)).isPositive();
    assertThat(api.task("tides").status().says("Succeeded", "Unknown")).isTrue();
  }
}
