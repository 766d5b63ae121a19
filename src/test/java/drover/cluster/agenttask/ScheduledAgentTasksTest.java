package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.RunState;
import drover.run.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An AgentTask with a schedule, from its firing to a queued run; hours are passed by hand. */
class ScheduledAgentTasksTest {
  private static final String HOURLY =
      """
      apiVersion: agents.kyle.pericak.com/v1alpha1
      kind: AgentTask
      metadata:
        name: news
      spec:
        agent: journalist
        prompt: Write the news
        trigger: scheduled
        schedule: "0 * * * *"
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

  /** The next full hour after the AgentTask was made, and so many more. */
  private void lookAtHour(int hour) {
    Instant at =
        api.task("news").created().truncatedTo(ChronoUnit.HOURS).plus(hour, ChronoUnit.HOURS);
    clock.advance(Duration.between(clock.now(), at));
    bench.look();
  }

  private void endAll() {
    bench.runs().stream()
        .filter(run -> !run.state().isEnded())
        .forEach(run -> bench.end(run.id(), RunState.SUCCEEDED, "delivered", "delivered: done"));
    bench.look();
  }

  private List<String> keys() {
    return bench.runs().stream()
        .map(run -> run.idemKey().replaceFirst(".*@", ""))
        .sorted()
        .toList();
  }

  private String hour(int hour) {
    return api.task("news")
        .created()
        .truncatedTo(ChronoUnit.HOURS)
        .plus(hour, ChronoUnit.HOURS)
        .toString();
  }

  @Test
  void it_begins_when_its_time_has_come_and_once() {
    api.apply(HOURLY);
    bench.look();
    assertThat(bench.runs()).isEmpty();
    assertThat(api.task("news").status().phase()).isEmpty();
    assertThat(api.task("news").status().says("ScheduleValid", "True")).isTrue();

    lookAtHour(1);
    endAll();
    bench.look();
    assertThat(keys()).containsExactly(hour(1));

    lookAtHour(2);
    assertThat(keys()).containsExactly(hour(1), hour(2));
  }

  @Test
  void two_factories_on_one_ledger_make_one_run_of_a_firing() {
    api.apply(HOURLY);
    try (TaskBench other = TaskBench.still(directory, api, clock)) {
      lookAtHour(1);
      other.look();
      bench.look();
    }
    assertThat(keys()).containsExactly(hour(1));
  }

  @Test
  void what_comes_while_its_run_has_not_ended_is_left_out() {
    api.apply(HOURLY);
    lookAtHour(1);
    lookAtHour(2);
    clock.advance(Duration.ofMinutes(5));
    endAll();
    bench.look();
    assertThat(keys()).containsExactly(hour(1));
    lookAtHour(3);
    assertThat(keys()).containsExactly(hour(1), hour(3));
  }

  @Test
  void of_what_was_missed_one_is_made_up_for() {
    api.apply(HOURLY);
    lookAtHour(1);
    endAll();
    bench.close();
    bench = TaskBench.still(directory, api, clock);
    lookAtHour(7);
    assertThat(keys()).containsExactly(hour(1), hour(7));
  }

  @Test
  void an_edit_counts_at_once() {
    api.apply(HOURLY.replace("0 * * * *", "0 0 29 2 *"));
    lookAtHour(1);
    assertThat(bench.runs()).isEmpty();
    api.setSpec("news", "schedule", "0 * * * *");
    lookAtHour(2);
    assertThat(keys()).containsExactly(hour(2));
  }

  @Test
  void one_that_cannot_be_followed_is_a_condition_with_a_sentence() {
    api.apply(HOURLY.replace("0 * * * *", "every day"));
    lookAtHour(1);
    assertThat(bench.runs()).isEmpty();
    Condition wrong = api.task("news").status().condition("ScheduleValid").orElseThrow();
    assertThat(wrong.status()).isEqualTo("False");
    assertThat(wrong.message())
        .contains("\"every day\"", "five fields")
        .doesNotContain("Exception");

    api.setSpec("news", "schedule", "0 * * * *");
    lookAtHour(2);
    assertThat(api.task("news").status().says("ScheduleValid", "True")).isTrue();
    assertThat(keys()).containsExactly(hour(2));
  }

  @Test
  void the_phase_set_to_pending_does_not_wait_for_the_schedule() {
    api.apply(HOURLY);
    lookAtHour(1);
    endAll();
    api.setPhase("news", "Pending");
    clock.advance(Duration.ofMinutes(1));
    bench.look();
    assertThat(bench.runs()).hasSize(2);
  }

  @Test
  void without_a_schedule_it_is_done_once_and_a_schedule_without_the_trigger_is_no_schedule() {
    api.apply(HOURLY.replace("schedule: \"0 * * * *\"", "schedule: \"\""));
    api.apply(
        HOURLY
            .replace("name: news", "name: other")
            .replace("trigger: scheduled", "trigger: manual"));
    bench.look();
    lookAtHour(2);
    assertThat(bench.runs()).hasSize(2);
    assertThat(api.task("other").status().condition("ScheduleValid")).isEmpty();
  }

  @Test
  void one_that_no_job_can_do_is_tried_again_when_it_was_changed() {
    api.apply(HOURLY.replace("agent: journalist", "agent: \"no name\""));
    lookAtHour(1);
    assertThat(api.task("news").status().says("Accepted", "False")).isTrue();
    api.setSpec("news", "agent", "journalist");
    bench.look();
    assertThat(keys()).containsExactly(hour(1));
  }
}
