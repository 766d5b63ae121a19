package drover.limit;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.SpendRow;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.run.RunExecution;
import drover.task.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaySpendTest {
  private static final String MODE = Mode.REAL.word();

  @TempDir Path folder;
  private LimitBench bench;
  private RunExecution run;
  private TurnRecord turn;
  private int messages;

  @BeforeEach
  void start() {
    bench = new LimitBench(folder, "");
    run = bench.run("one");
    turn = bench.begin(run).record();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void where_the_ledger_answers_at_once_it_is_asked_every_time() {
    DaySpend day = new DaySpend(bench.ledger, bench.clock);
    spend(1);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(1);
    spend(2);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(3);
    assertThat(day.ofJob(run.task().job(), MODE, bench.clock.now())).isEqualTo(3);
  }

  @Test
  void an_answer_that_took_long_holds_twenty_times_as_long() {
    DaySpend day = new DaySpend(bench.ledger, answeringIn(Duration.ofMillis(10)));
    spend(1);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(1);
    spend(2);
    bench.clock.advance(Duration.ofMillis(199));
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(1);
    bench.clock.advance(Duration.ofMillis(1));
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(3);
  }

  @Test
  void no_answer_holds_longer_than_a_second_however_slow_the_ledger_is() {
    DaySpend day = new DaySpend(bench.ledger, answeringIn(Duration.ofSeconds(3)));
    spend(1);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(1);
    spend(2);
    bench.clock.advance(DaySpend.LONGEST);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(3);
  }

  @Test
  void what_was_spent_yesterday_is_not_told_of_today() {
    DaySpend day = new DaySpend(bench.ledger, answeringIn(Duration.ofMinutes(1)));
    spend(1);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(1);
    assertThat(day.today(MODE, bench.clock.now().plus(Duration.ofDays(1)))).isZero();
  }

  @Test
  void an_old_answer_does_not_do_for_whoever_comes_while_it_is_asked_for_again() throws Exception {
    MeanwhileAsked clock = new MeanwhileAsked();
    DaySpend day = new DaySpend(bench.ledger, clock);
    spend(1);
    assertThat(day.today(MODE, bench.clock.now())).isEqualTo(1);
    spend(2);
    Instant later = bench.clock.now().plus(DaySpend.LONGEST).plusMillis(1);
    FutureTask<Double> other = new FutureTask<>(() -> day.today(MODE, later));
    clock.next = Optional.of(new Thread(other));
    assertThat(day.today(MODE, later)).isEqualTo(3);
    assertThat(other.get()).isEqualTo(3);
  }

  /** Lets somebody else ask in the middle of the next question, and waits until he waits. */
  private final class MeanwhileAsked implements Clock {
    private Optional<Thread> next = Optional.empty();

    @Override
    public Instant now() {
      Optional<Thread> other = next;
      next = Optional.empty();
      other.ifPresent(
          thread -> {
            thread.start();
            while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
              Thread.onSpinWait();
            }
          });
      return bench.clock.now();
    }

    @Override
    public void sleep(Duration length) {
      bench.clock.advance(length);
    }
  }

  /** Every second look at it is so much later. */
  private Clock answeringIn(Duration duration) {
    return new Clock() {
      private boolean isAsked;

      @Override
      public Instant now() {
        isAsked = !isAsked;
        if (!isAsked) {
          bench.clock.advance(duration);
        }
        return bench.clock.now();
      }

      @Override
      public void sleep(Duration length) {
        bench.clock.advance(length);
      }
    };
  }

  private void spend(double usd) {
    SpendRow row = new SpendRow("message-" + messages++, usd, bench.clock.now(), MODE);
    bench.ledger.write(tables -> tables.spend().put(turn, row));
  }
}
