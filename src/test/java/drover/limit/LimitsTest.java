package drover.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.ledger.RunRecord;
import drover.run.NotRunnable;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunStopped;
import drover.run.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is used up before a turn begins. */
class LimitsTest {
  @TempDir private Path folder;
  private LimitBench bench;
  private RunExecution run;

  @BeforeEach
  void begin() {
    bench =
        new LimitBench(
            folder,
            """
            drover:
              limits: {cost-usd: 1, job-day-cost-usd: 2}
              jobs: {publisher: {limits: {run-seconds: 100}}}
            """);
    run = bench.run("one");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void end(String outcome) {
    bench.runs.end(run, RunEnded.failed(outcome, outcome + ": as tested"));
  }

  private RunRecord record() {
    return bench.ledger.read().runs().find(run.id()).orElseThrow();
  }

  @Test
  void no_turn_is_begun_when_the_run_has_cost_what_it_may() {
    bench.begin(run).spends(1);
    bench.hits.clear(); // of the turn that spent it

    assertThatThrownBy(() -> bench.limits.requireRoom(run))
        .isInstanceOf(RunEnded.class)
        .hasMessageContainingAll(
            "over-budget: run-cost: the run has cost 1.00 USD of 1.00 USD",
            "no turn is begun",
            "raise drover.limits.cost-usd or drover.jobs.publisher.limits.cost-usd");
    assertThat(bench.hits).containsExactly(Limit.RUN_COST);
  }

  @Test
  void no_turn_is_begun_when_the_day_is_used_up_by_others() {
    bench.begin(bench.run("two")).spends(2);

    assertThatThrownBy(() -> bench.limits.requireRoom(run))
        .hasMessageContainingAll("over-budget: job-day-cost: ", "or retry tomorrow");
  }

  @Test
  void a_new_attempt_does_not_make_what_was_spent_undone() {
    bench.begin(run).spends(1);
    end("over-budget");

    assertThatThrownBy(() -> bench.limits.refuseWhenUsedUp(record()))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContainingAll(
            "would end at once: the run has cost 1.00 USD of 1.00 USD",
            "raise drover.limits.cost-usd");
  }

  @Test
  void what_ended_for_another_reason_may_be_tried_again() {
    bench.begin(run).spends(1);
    end("verify-failed");

    assertThatCode(() -> bench.limits.refuseWhenUsedUp(record())).doesNotThrowAnyException();
  }

  @Test
  void time_in_which_a_run_waits_is_not_counted() {
    bench.clock.advance(Duration.ofSeconds(60));
    bench.runs.stop(run, new RunStopped(StopSignal.Reason.INTERRUPTED));
    bench.clock.advance(Duration.ofDays(1));
    run = bench.runs.claim(run.id());
    bench.clock.advance(Duration.ofSeconds(39));
    assertThatCode(() -> bench.limits.requireRoom(run)).doesNotThrowAnyException();

    bench.clock.advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> bench.limits.requireRoom(run))
        .hasMessageContaining("out-of-time: run-time: the run has taken 100 s of 100 s");
  }

  @Test
  void neither_is_the_time_between_its_attempts() {
    bench.clock.advance(Duration.ofSeconds(60));
    end("failed");
    bench.clock.advance(Duration.ofDays(1));

    assertThatCode(() -> bench.limits.requireRoom(run)).doesNotThrowAnyException();
  }
}
