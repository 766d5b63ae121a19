package drover.limit;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.EventType;
import drover.limit.LimitBench.Turn;
import drover.run.RunExecution;
import drover.task.Mode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live turn is stopped at the first limit it reaches, and says which, how much, and how far over.
 */
class TurnWatchTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private LimitBench bench;

  @AfterEach
  void close() {
    bench.close();
  }

  private Turn turnUnder(String limits) {
    bench = new LimitBench(folder, "drover: {limits: {" + limits + "}}");
    return bench.begin(bench.run("one"));
  }

  @Test
  void a_turn_within_all_its_limits_is_left_alone() {
    Turn turn = turnUnder("turn-cost-usd: 1").spends(0.5).after(SECOND).returnsFrom("t", "true");

    assertThat(turn.watch().isBreached()).isFalse();
    assertThat(turn.end()).isEqualTo("no limit");
    assertThat(bench.told(turn.run())).isEmpty();
  }

  @Test
  void a_turn_that_has_cost_what_it_may_is_stopped() {
    Turn turn = turnUnder("turn-cost-usd: 1").spends(0.5).spends(0.5);

    assertThat(turn.end())
        .isEqualTo(
            "over-budget turn-cost: the turn has cost 1.00 USD of 1.00 USD, 0.0000 USD over"
                + " (turn-cost-usd)");
  }

  @Test
  void what_is_spent_while_it_is_being_stopped_is_part_of_the_overshoot() {
    Turn turn = turnUnder("turn-cost-usd: 1").spends(1.25).spends(0.5);

    assertThat(turn.end()).contains("1.75 USD of 1.00 USD, 0.7500 USD over");
    assertThat(bench.told(turn.run()))
        .containsExactly(
            "limit reached, the agent is stopped: the turn has cost 1.25 USD of 1.00 USD,"
                + " 0.2500 USD over (turn-cost-usd)",
            "stopped: the turn has cost 1.75 USD of 1.00 USD, 0.7500 USD over (turn-cost-usd)");
    assertThat(bench.hits).containsExactly(Limit.TURN_COST);
  }

  @Test
  void the_event_holds_the_figures_for_programs() {
    Turn turn = turnUnder("turn-cost-usd: 1").spends(1.25);

    assertThat(bench.ledger.read().events().after(turn.run().id(), 0, 100))
        .filteredOn(event -> event.type() == EventType.LIMIT)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.json())
                    .contains("\"limit\":\"turn-cost\"", "\"most\":1.0", "\"overshoot\":0.25"));
  }

  @Test
  void the_turns_of_a_run_share_its_budget() {
    Turn first = turnUnder("cost-usd: 1").spends(0.7);
    Turn second = bench.begin(first.run()).spends(0.2);
    assertThat(second.watch().isBreached()).isFalse();

    assertThat(second.spends(0.2).end()).startsWith("over-budget run-cost: the run has cost 1.10");
  }

  @Test
  void the_runs_of_a_job_share_a_day_and_midnight_begins_another() {
    Turn first = turnUnder("job-day-cost-usd: 1").spends(0.7);
    Turn second = bench.begin(bench.run("two"));
    assertThat(second.spends(0.4).end()).startsWith("over-budget job-day-cost: ");

    bench.clock.advance(Duration.ofHours(12));
    Turn tomorrow = bench.begin(bench.run("three")).spends(0.4);

    assertThat(tomorrow.watch().isBreached()).isFalse();
    assertThat(first.run().task().job()).isEqualTo("publisher");
  }

  @Test
  void another_job_has_a_day_of_its_own_but_all_share_one() {
    turnUnder("job-day-cost-usd: 1, day-cost-usd: 1.5").spends(0.9);
    Turn other = bench.begin(bench.run("two", "agent", Mode.REAL)).spends(0.5);
    assertThat(other.watch().isBreached()).isFalse();

    assertThat(other.spends(0.2).end())
        .startsWith("over-budget day-cost: all runs have cost today");
  }

  @Test
  void what_another_run_spends_meanwhile_stops_this_one_too() {
    Turn waiting = turnUnder("day-cost-usd: 1").spends(0.1);
    bench.begin(bench.run("two")).spends(0.95);

    assertThat(waiting.after(SECOND).end()).startsWith("over-budget day-cost: ");
  }

  @Test
  void played_money_uses_up_no_real_budget() {
    bench = new LimitBench(folder, "drover: {limits: {day-cost-usd: 1}}");
    bench.begin(bench.run("one", "publisher", Mode.REHEARSAL)).spends(0.9);

    assertThat(bench.begin(bench.run("two")).spends(0.9).watch().isBreached()).isFalse();
  }

  @Test
  void a_turn_that_takes_too_long_is_out_of_time_though_it_prints_nothing() {
    Turn turn = turnUnder("silence-seconds: 9000").after(Duration.ofSeconds(1_799));
    assertThat(turn.watch().isBreached()).isFalse();

    assertThat(turn.after(SECOND).end())
        .isEqualTo(
            "out-of-time turn-time: the turn has taken 1800 s of 1800 s, 0 s over (turn-seconds)");
  }

  @Test
  void the_clock_of_a_run_goes_on_from_turn_to_turn_and_between_them() {
    bench = new LimitBench(folder, "drover: {jobs: {publisher: {limits: {run-seconds: 100}}}}");
    RunExecution run = bench.run("one");
    bench.begin(run).after(Duration.ofSeconds(60));
    Turn second = bench.begin(run).after(Duration.ofSeconds(39));
    assertThat(second.watch().isBreached()).isFalse();

    assertThat(second.after(SECOND).end())
        .startsWith("out-of-time run-time: the run has taken 100 s");
  }

  @Test
  void an_agent_that_goes_on_after_its_last_turn_is_stopped() {
    Turn turn = turnUnder("cost-usd: 10");
    for (int message = 1; message <= LimitBench.MAX_TURNS; message++) {
      turn.spends(0.01);
    }
    assertThat(turn.watch().isBreached()).as("the last turn it may take").isFalse();

    assertThat(turn.spends(0.01).end()).startsWith("out-of-turns agent-turns: ");
  }

  @Test
  void errors_in_a_row_stop_it_and_a_tool_that_ran_begins_the_count_anew() {
    Turn turn = turnUnder("consecutive-errors: 3");
    turn.returnsFrom("a", "true").returnsFrom("b", "true").returnsFrom("c", "false");
    turn.returnsFrom("d", "true").returnsFrom("e", "true");
    assertThat(turn.watch().isBreached()).isFalse();

    assertThat(turn.returnsFrom("f", "true").end())
        .startsWith("too-many-errors errors-in-a-row: the agent has met 3 errors in a row");
  }

  @Test
  void a_limit_of_the_job_goes_before_that_of_all_jobs() {
    bench =
        new LimitBench(
            folder,
            "drover: {limits: {cost-usd: 5}, jobs: {publisher: {limits: {cost-usd: 0.5}}}}");

    assertThat(bench.begin(bench.run("one")).spends(0.6).watch().isBreached()).isTrue();
    assertThat(bench.begin(bench.run("two", "agent", Mode.REAL)).spends(0.6).watch().isBreached())
        .isFalse();
  }
}
