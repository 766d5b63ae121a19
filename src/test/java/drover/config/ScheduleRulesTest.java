package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.ScheduleSettings.ForEach;
import drover.config.ScheduleSettings.Overlap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A schedule that could never begin stops the start, not the Monday morning. */
class ScheduleRulesTest {
  private static final String SITE =
      """
      jobs:
          site:
            prompt: none
            model: haiku
            max-turns: 5
            permission-mode: plan
            allowed-tools: [Read]
            parameters:
              domain: {required: true, pattern: "[a-z.]+", example: example.com}
              mode: {required: false, pattern: "full|eval-only", example: full}
      """;

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_schedule_that_cannot_begin_is_told_with_key_and_line(String schedule, String message) {
    assertThat(Sources.problemsInFile(directory, withSite(schedule)))
        .isEqualTo("application.yaml:4: drover.schedules.nightly." + message);
  }

  static Stream<Arguments> a_schedule_that_cannot_begin_is_told_with_key_and_line() {
    return Stream.of(
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 9 * *}",
            "cron is \"0 9 * *\", which is no cron expression of five fields as in \"30 6 * * MON\""
                + " (minute, hour, day, month, weekday): Cron expression contains 4 parts but we"
                + " expect one of [5]"),
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 25 * * *}",
            "cron is \"0 25 * * *\", which is no cron expression of five fields as in \"30 6 * *"
                + " MON\" (minute, hour, day, month, weekday): Failed to parse cron expression."
                + " Value 25 not in range [0, 23]"),
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 0 30 2 *}",
            "cron is \"0 0 30 2 *\", which is no cron expression of five fields as in \"30 6 * *"
                + " MON\" (minute, hour, day, month, weekday): it names a day that never comes"),
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 9 * * *, time-zone: Europe/Berlim}",
            "time-zone is \"Europe/Berlim\", which is no time zone; one is Europe/Berlin"),
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 9 * * *, time-zone: +01:00, enabled: false}",
            "time-zone is \"+01:00\", which is no time zone; one is UTC or Europe/Berlin"),
        Arguments.of(
            "{job: no-such-job, cron: 0 9 * * *}",
            "job is \"no-such-job\", which names no job of this version; there are"
                + " publisher, journalist, onboard-client, solve-chatbot-issues, solve-chatbot-issue, pr-fix,"
                + " agent, solve-linear-ticket, implement-issue, site: choose one, or set drover.schedules.nightly.enabled to false"),
        Arguments.of(
            "{job: publisher, cron: 0 9 * * *}",
            "prompt is missing; give it a prompt, which the job publisher needs"),
        Arguments.of(
            "{job: site, prompt: Write, params: {domain: a.example}, cron: 0 9 * * *}",
            "prompt is \"Write\", which is for nothing: the job site takes none"),
        Arguments.of(
            "{job: publisher, prompt: Write, params: {tone: dry}, cron: 0 9 * * *}",
            "params.tone is \"dry\", which is no parameter of the job publisher; it takes none"),
        Arguments.of(
            "{job: site, cron: 0 9 * * *}",
            "params.domain is missing; give it a value such as example.com, which the job site"
                + " needs"),
        Arguments.of(
            "{job: site, params: {domain: \"a b\"}, cron: 0 9 * * *}",
            "params.domain is \"a b\", which does not fit its job; a right one is example.com"),
        Arguments.of(
            "{job: site, params: {domain: a.example}, cron: 0 9 * * *, for-each: clients}",
            "params.domain is \"a.example\", which is given by each client: leave it out here"),
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 9 * * *, for-each: clients}",
            "for-each is \"clients\", which cannot be: the job publisher takes no parameter"
                + " domain"),
        Arguments.of(
            "{job: publisher, prompt: Write, cron: 0 9 * * *, overlap: maybe}",
            "overlap is \"maybe\", needs one of skip, allow"));
  }

  @Test
  void a_client_that_the_job_refuses_is_told_where_it_stands() {
    String schedule =
        "{job: site, cron: 0 9 * * *, for-each: clients}\n  clients: [a.example, 1.example]";
    assertThat(Sources.problemsInFile(directory, withSite(schedule)))
        .isEqualTo(
            "application.yaml:5: drover.clients[1] is \"1.example\", which does not fit its job; a"
                + " right one is example.com");
  }

  @Test
  void a_variable_that_enables_a_schedule_without_its_job_is_told_by_where_the_job_stands() {
    assertThat(
            Sources.problemsInEnvironment(
                Map.of(
                    "DROVER_SCHEDULES_CHATBOT_ISSUES_ENABLED", "true",
                    "DROVER_SCHEDULES_CHATBOT_ISSUES_JOB", "no-such-job")))
        .contains("DROVER_SCHEDULES_CHATBOT_ISSUES_JOB is \"no-such-job\"")
        .hasLineCount(1);
  }

  @Test
  void a_schedule_needs_only_a_job_and_a_time() {
    assertThat(
            Sources.withFile(
                    directory, withSite("{job: publisher, prompt: Write, cron: 0 9 * * mon}"))
                .settings()
                .schedules()
                .get("nightly"))
        .isEqualTo(
            new ScheduleSettings(
                "publisher",
                Optional.of("Write"),
                Map.of(),
                Optional.empty(),
                "0 9 * * mon",
                "UTC",
                true,
                Duration.ofHours(1),
                Overlap.SKIP,
                ForEach.NONE));
  }

  @Test
  void the_shipped_ones_are_off_until_somebody_wants_them() {
    assertThat(Sources.defaults().settings().schedules())
        .containsOnlyKeys("chatbot-issues", "client-evaluation")
        .allSatisfy((name, schedule) -> assertThat(schedule.enabled()).isFalse());
    ScheduleSettings weekly = Sources.defaults().settings().schedules().get("client-evaluation");
    assertThat(weekly.isForClients()).isTrue();
    assertThat(weekly.params()).containsExactly(Map.entry("mode", "eval-only"));
  }

  private static String withSite(String schedule) {
    return "drover:\n  schedules:\n\n    nightly: " + schedule + "\n  " + SITE;
  }
}
