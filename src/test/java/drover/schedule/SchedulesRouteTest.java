package drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.ScheduleRecord;
import drover.ledger.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a look at the schedules to queued runs, through the shipped routes. */
class SchedulesRouteTest {
  private static final String DAILY =
      """
      drover:
        schedules:
          daily:
            job: publisher
            prompt: Write the news
            repository: https://example.com/blog.git
            cron: 0 9 * * *
            time-zone: Europe/Berlin
            catch-up-minutes: 120
      """;
  private static final String CLIENTS =
      """
      drover:
        clients: [a.example, b.example]
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
        schedules:
          weekly: {job: site, params: {mode: eval-only}, cron: 0 4 * * MON, for-each: clients}
      """;

  @TempDir private Path directory;

  @Test
  void a_firing_becomes_one_queued_run_that_says_where_it_comes_from() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-10T07:00:00Z");
      assertThat(bench.runs())
          .singleElement()
          .satisfies(
              run -> {
                assertThat(run.source()).isEqualTo("schedule");
                assertThat(run.idemKey()).isEqualTo("daily@2026-07-10T07:00:00Z");
                assertThat(run.state()).isEqualTo(RunState.QUEUED);
                assertThat(run.taskJson())
                    .contains(
                        "\"trigger\":\"schedule\"",
                        "\"requestedBy\":\"daily\"",
                        "\"prompt\":\"Write the news\"",
                        "\"repository\":\"https://example.com/blog.git\"");
              });
    }
  }

  @Test
  void another_minute_begins_nothing() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-10T06:59:00Z");
      assertThat(bench.keys()).isEmpty();
    }
  }

  @Test
  void one_run_for_each_client_in_its_own_name() {
    try (ScheduleBench bench = ScheduleBench.in(directory, CLIENTS)) {
      bench.look("2026-07-13T04:00:00Z");
      assertThat(bench.keys())
          .containsExactly(
              "weekly@2026-07-13T04:00:00Z#a.example", "weekly@2026-07-13T04:00:00Z#b.example");
      assertThat(bench.runs())
          .extracting(RunRecord::taskJson)
          .anySatisfy(
              task ->
                  assertThat(task)
                      .contains("\"params\":{\"domain\":\"a.example\",\"mode\":\"eval-only\"}"));
    }
  }

  @Test
  void what_was_missed_is_caught_up_once_within_its_window() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-10T06:00:00Z"); // first seen
    }
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-13T08:59:30Z");
      bench.look("2026-07-13T09:00:00Z");
      assertThat(bench.keys()).containsExactly("daily@2026-07-13T07:00:00Z");
    }
  }

  @Test
  void what_was_missed_is_not_caught_up_when_the_window_is_over() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-10T06:00:00Z");
      bench.look("2026-07-13T09:00:00Z");
      assertThat(bench.keys()).isEmpty();
    }
  }

  @Test
  void a_schedule_that_is_new_or_was_changed_or_switched_off_has_missed_nothing() {
    String changed = DAILY.replace("0 9 * * *", "0 9 * * 0-7");
    String off = DAILY + "      enabled: false\n";
    for (String yaml : List.of(DAILY, changed, off, changed)) {
      try (ScheduleBench bench = ScheduleBench.in(directory, yaml)) {
        bench.look("2026-07-10T08:00:00Z");
        assertThat(bench.keys()).as(yaml).isEmpty();
      }
    }
  }

  @Test
  void a_factory_that_crashed_before_it_settled_a_firing_does_not_begin_it_again() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-10T06:00:00Z");
      ScheduleRecord before = bench.ledger.read().schedules().all().getFirst();
      bench.look("2026-07-10T07:00:00Z");
      bench.ledger.write(
          tables -> {
            tables.schedules().watch(before);
            return before;
          });
    }
    String other = DAILY.replace("the news", "something else");
    try (ScheduleBench bench = ScheduleBench.in(directory, other)) {
      bench.look("2026-07-10T07:00:30Z");
      assertThat(bench.keys()).hasSize(1);
      assertThat(bench.ledger.read().schedules().all().getFirst().settled())
          .contains(Instant.parse("2026-07-10T07:00:00Z"));
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_factories_on_one_ledger_make_one_run(Store store) {
    try (ScheduleBench one = ScheduleBench.on(store.at(directory), DAILY);
        ScheduleBench other = ScheduleBench.on(store.at(directory), DAILY)) {
      Stream.of(one, other, one, other)
          .parallel()
          .forEach(bench -> bench.look("2026-07-10T07:00:00Z"));
      assertThat(one.keys()).hasSize(1);
    }
  }

  @Test
  void a_firing_is_skipped_while_the_run_before_it_has_not_ended_also_after_a_restart() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-10T07:00:00Z");
    }
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY)) {
      bench.look("2026-07-11T07:00:00Z");
      assertThat(bench.keys()).hasSize(1);
      assertThat(bench.skipped).containsExactly("daily");

      end(bench);
      bench.look("2026-07-11T07:01:00Z"); // skipped is skipped
      bench.look("2026-07-12T07:00:00Z");
      assertThat(bench.keys())
          .containsExactly("daily@2026-07-10T07:00:00Z", "daily@2026-07-12T07:00:00Z");
    }
  }

  @Test
  void the_run_of_another_client_or_schedule_is_no_reason_to_skip() {
    String two =
        CLIENTS + "    weekly-b: {job: site, params: {domain: c.example}, cron: 0 5 * * *}";
    try (ScheduleBench bench = ScheduleBench.in(directory, two.replace(", b.example", ""))) {
      bench.look("2026-07-13T04:00:00Z");
      bench.look("2026-07-13T05:00:00Z");
    }
    try (ScheduleBench bench = ScheduleBench.in(directory, two)) {
      bench.look("2026-07-20T04:00:00Z");
      assertThat(bench.skipped).containsExactly("weekly");
      assertThat(bench.keys())
          .containsExactly(
              "weekly-b@2026-07-13T05:00:00Z",
              "weekly@2026-07-13T04:00:00Z#a.example",
              "weekly@2026-07-20T04:00:00Z#b.example");
    }
  }

  @Test
  void where_overlap_is_allowed_nothing_is_skipped() {
    try (ScheduleBench bench = ScheduleBench.in(directory, DAILY + "      overlap: allow\n")) {
      bench.look("2026-07-10T07:00:00Z");
      bench.look("2026-07-11T07:00:00Z");
      assertThat(bench.keys()).hasSize(2);
    }
  }

  @Test
  void what_found_the_queue_full_begins_when_there_is_room() {
    String full = CLIENTS + "  dispatch: {queue-bound: 1}\n";
    try (ScheduleBench bench = ScheduleBench.in(directory, full)) {
      bench.look("2026-07-13T03:00:00Z");
      bench.look("2026-07-13T04:00:00Z");
      assertThat(bench.keys()).containsExactly("weekly@2026-07-13T04:00:00Z#a.example");
    }
    try (ScheduleBench bench = ScheduleBench.in(directory, CLIENTS)) {
      bench.look("2026-07-13T04:30:00Z");
      assertThat(bench.keys()).hasSize(2);
    }
  }

  @Test
  void the_clock_of_the_routes_ticks_by_itself() throws InterruptedException {
    String always = DAILY.replace("0 9 * * *", "\"* * * * *\"");
    ScheduleRecord seen =
        new ScheduleRecord("daily", "* * * * *", "Europe/Berlin", Instant.EPOCH, Optional.empty());
    try (ScheduleBench first = ScheduleBench.in(directory, always)) {
      first.ledger.write(
          tables -> {
            tables.schedules().watch(seen);
            return seen;
          });
    }
    try (ScheduleBench bench = ScheduleBench.ticking(directory, always)) {
      bench.awaitRuns(1);
      assertThat(bench.keys().getFirst()).matches("daily@[0-9-]+T[0-9]{2}:[0-9]{2}:00Z");
    }
  }

  private static void end(ScheduleBench bench) {
    bench.ledger.write(
        tables -> {
          bench
              .runs()
              .forEach(
                  run ->
                      tables
                          .runs()
                          .end(
                              run.id(),
                              RunState.FAILED,
                              "failed",
                              "failed: test",
                              run.createdAt()));
          return bench;
        });
  }
}
