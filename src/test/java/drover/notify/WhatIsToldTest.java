package drover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.RunState;
import drover.run.WaitingFor;
import drover.task.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which events are news, for whom, and how often. */
@Timeout(120)
class WhatIsToldTest {
  @TempDir private Path directory;

  @Test
  void a_digest_is_told_once_a_day_with_what_ended_and_how() {
    String daily =
        NotifyBench.only("slack").replace("    channels:", "    digest: daily\n    channels:");
    try (NotifyBench bench = NotifyBench.configured(directory, daily)) {
      Claim run = bench.run();
      bench.ledger.write(
          tables -> {
            tables.runs().end(run.run(), RunState.FAILED, "failed", "failed: x", bench.clock.now());
            return run;
          });
      bench.digests.due().forEach(bench.digests::tell); // of the day before
      bench.clock.advance(Duration.ofDays(1));
      bench.digests.due().forEach(bench.digests::tell);
      bench.digests.due().forEach(bench.digests::tell);
      assertThat(bench.digests.due()).isEmpty();
      bench.ticks(5);
      assertThat(bench.service.bodies())
          .filteredOn(body -> body.contains("daily digest"))
          .hasSize(2);
      assertThat(bench.service.bodies().getLast()).contains("1 runs ended (1 failed)", "0.00 USD");
    }
  }

  @Test
  void tool_calls_are_told_one_in_1_2_seconds_and_reading_is_not() {
    try (NotifyBench bench = NotifyBench.with(directory, "discord-bot")) {
      Claim run = bench.run();
      bench.tell(run, EventType.TOOL, "Read: a.md", Map.of("tool", "Read"));
      bench.tell(run, EventType.TOOL, "Bash: make", Map.of("tool", "Bash"));
      bench.tell(run, EventType.TOOL, "Edit: a.md", Map.of("tool", "Edit"));
      bench.clock.advance(Duration.ofMillis(1200));
      bench.tell(run, EventType.TOOL, "Write: b.md", Map.of("tool", "Write"));
      bench.ticks(5);
      assertThat(bench.service.bodies().stream().filter(body -> body.contains("\ud83d\udd27")))
          .satisfiesExactly(
              body -> assertThat(body).contains("**Bash**"),
              body -> assertThat(body).contains("**Write**"));
    }
  }

  @Test
  void a_run_that_goes_on_after_a_wait_has_not_started_again_and_short_waits_are_no_news() {
    try (NotifyBench bench = NotifyBench.with(directory, "slack")) {
      Claim run = bench.run();
      bench.tell(
          run,
          EventType.STATE,
          "waiting",
          Map.of(
              "state", RunState.WAITING,
              "waitingFor", WaitingFor.RESUME,
              "waitingUntil", bench.clock.now().plusSeconds(20)));
      bench.state(run, RunState.RUNNING, "running");
      bench.tell(
          run,
          EventType.STATE,
          "question: which one?",
          Map.of("state", RunState.WAITING, "waitingFor", WaitingFor.ANSWER));
      bench.ticks(5);
      assertThat(bench.service.bodies()).hasSize(2);
      assertThat(bench.service.bodies().getLast())
          .contains("which one?", "./drover answer %s TEXT".formatted(run.run()));
    }
  }

  @Test
  void rehearsals_and_other_jobs_are_told_only_to_who_wants_to_hear_of_them() {
    String picky =
        NotifyBench.only("slack").replace("{enabled: true}", "{enabled: true, jobs: [journalist]}");
    try (NotifyBench bench = NotifyBench.configured(directory, picky)) {
      bench.run();
      bench.ticks(2);
      assertThat(bench.service.requests).isEmpty();
    }
    try (NotifyBench bench =
        NotifyBench.configured(directory.resolve("data"), NotifyBench.only("slack"))) {
      bench.run("Write", Map.of(), Mode.REHEARSAL);
      bench.ticks(2);
      assertThat(bench.service.requests).isEmpty();
    }
  }
}
