package drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Configuration;
import drover.http.Answer;
import drover.limit.Limit;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is counted, and under which labels. */
class MetricsTest {
  private final Metrics metrics =
      new Metrics(Configuration.load(Optional.empty(), Map.of()).settings());

  @Test
  void an_ended_run_is_counted_by_job_outcome_and_mode_and_timed_by_job() {
    metrics.ended(task("publisher", Mode.REAL), "delivered", Duration.ofSeconds(90));
    metrics.ended(task("publisher", Mode.REHEARSAL), "delivered", Duration.ofSeconds(10));
    metrics.ended(task("agent", Mode.REAL), "over-budget", Duration.ZERO);

    assertThat(value("drover_runs_total", labels("publisher", "delivered", "real"))).isEqualTo(1);
    assertThat(value("drover_runs_total", labels("publisher", "delivered", "rehearsal")))
        .isEqualTo(1);
    assertThat(value("drover_runs_total", labels("agent", "over-budget", "real"))).isEqualTo(1);
    assertThat(value("drover_run_duration_seconds_sum", Map.of("job", "publisher"))).isEqualTo(100);
    assertThat(
            value("drover_run_duration_seconds_bucket", Map.of("job", "publisher", "le", "60.0")))
        .isEqualTo(1);
  }

  @Test
  void a_job_that_is_not_configured_any_more_does_not_become_a_label() {
    metrics.ended(task("yesterdays", Mode.REAL), "failed", Duration.ZERO);
    assertThat(value("drover_runs_total", labels("other", "failed", "real"))).isEqualTo(1);
    assertThat(metrics.scrape()).doesNotContain("yesterdays");
  }

  @Test
  void spend_that_was_estimated_too_high_is_taken_from_what_comes_later() {
    Map<String, String> real = Map.of("job", "publisher", "mode", "real");
    assertThat(value("drover_spend_usd_total", real)).isZero();
    spend(0.5);
    assertThat(value("drover_spend_usd_total", real)).isEqualTo(0.5);
    spend(-0.3);
    assertThat(value("drover_spend_usd_total", real)).isEqualTo(0.5);
    spend(0.2);
    assertThat(value("drover_spend_usd_total", real)).isEqualTo(0.5);
    spend(0.25);
    assertThat(value("drover_spend_usd_total", real)).isBetween(0.6499, 0.6501);
    assertThat(value("drover_spend_usd_total", Map.of("job", "publisher", "mode", "rehearsal")))
        .isZero();
  }

  @Test
  void limits_and_schedules_are_there_before_anything_happens() {
    assertThat(value("drover_limits_hit_total", Map.of("limit", "silence"))).isZero();
    assertThat(value("drover_schedule_skipped_total", Map.of("schedule", "chatbot-issues")))
        .isZero();
    metrics.hit(Limit.SILENCE);
    metrics.skipped("chatbot-issues");
    assertThat(value("drover_limits_hit_total", Map.of("limit", "silence"))).isEqualTo(1);
    assertThat(value("drover_schedule_skipped_total", Map.of("schedule", "chatbot-issues")))
        .isEqualTo(1);
  }

  @Test
  void answers_of_webhooks_are_counted_and_those_of_other_doors_are_not() {
    Answer refused = new Answer(401, "text/plain", "", "", "");
    metrics.answered("/webhook", refused);
    metrics.answered("/webhook/linear", refused);
    metrics.answered("/healthz", refused);
    assertThat(PrometheusText.parse(metrics.scrape()).samples())
        .filteredOn(sample -> sample.name().equals("drover_webhooks_total"))
        .extracting(PrometheusText.Sample::labels)
        .containsExactlyInAnyOrder(
            Map.of("trigger", "webhook", "status", "401"),
            Map.of("trigger", "linear", "status", "401"));
  }

  private void spend(double usd) {
    metrics.spent(task("publisher", Mode.REAL), usd);
  }

  private double value(String name, Map<String, String> labels) {
    return PrometheusText.parse(metrics.scrape()).value(name, labels);
  }

  private static Map<String, String> labels(String job, String outcome, String mode) {
    return Map.of("job", job, "outcome", outcome, "mode", mode);
  }

  private static Task task(String job, Mode mode) {
    return new Task(
        Task.VERSION,
        job,
        "",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        "local",
        mode,
        Confinement.SANDBOX,
        Retention.REMOVE,
        "schedule",
        "somebody",
        0,
        Optional.empty(),
        Optional.empty());
  }
}
