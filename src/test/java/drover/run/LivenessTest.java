package drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an instance does while it executes runs: says that it lives, and looks after them. */
@Timeout(60)
class LivenessTest {
  private static final Duration LOOK = Duration.ofMillis(500);

  @TempDir private Path directory;
  private Floor floor;
  private Worker worker;
  private RunExecution run;

  @BeforeEach
  void claim() throws InterruptedException {
    floor = new Floor(directory);
    worker = floor.worker();
    run = worker.runs.claim(floor.submit("key"));
    floor.clock.awaitSleepers(1);
  }

  @AfterEach
  void close() {
    worker.liveRuns.close();
    floor.close();
  }

  @Test
  void an_instance_says_again_and_again_that_it_lives() throws Exception {
    worker.fallSilent();
    pass(Floor.BEAT);
    var row = floor.ledger.read().instances().find(worker.instance.id()).orElseThrow();
    assertThat(row.silentMillis()).isLessThan(Floor.LEASE.toMillis());
    assertThat(run.stop().isRequested()).isFalse();
  }

  @Test
  void it_says_so_also_when_its_runs_let_no_virtual_thread_go_on() throws Exception {
    AtomicBoolean isBusy = new AtomicBoolean(true);
    try {
      for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
        Thread.ofVirtual().start(() -> spin(isBusy));
      }
      worker.fallSilent();
      pass(Floor.BEAT);
      var row = floor.ledger.read().instances().find(worker.instance.id()).orElseThrow();
      assertThat(row.silentMillis()).isLessThan(Floor.LEASE.toMillis());
    } finally {
      isBusy.set(false);
    }
  }

  private static void spin(AtomicBoolean isBusy) {
    while (isBusy.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void an_instance_that_cannot_say_so_stops_its_runs_before_others_may_take_them()
      throws Exception {
    floor.sql(
        "create trigger mute before update on instances begin select raise(abort, 'mute'); end");
    pass(Floor.LEASE.multipliedBy(2).dividedBy(3));
    assertThat(run.stop().isRequested()).isFalse();
    pass(Floor.BEAT);
    assertThat(run.stop().reason()).contains(StopSignal.Reason.FENCED_OUT);
  }

  @Test
  void a_live_run_hears_of_its_cancellation_at_the_next_look() throws Exception {
    worker.liveRuns.start();
    floor.clock.awaitSleepers(2);
    floor.cancellation.cancel(run.id(), Act.of("somebody"));
    pass(LOOK);
    assertThat(run.stop().reason()).contains(StopSignal.Reason.CANCELLED);
  }

  @Test
  void a_live_run_that_somebody_took_over_hears_of_it_at_the_next_look() throws Exception {
    worker.liveRuns.start();
    floor.clock.awaitSleepers(2);
    worker.crash();
    Worker other = new Worker(floor);
    floor.clock.awaitSleepers(3);
    other.runs.claim(run.id());
    floor.clock.advance(LOOK);
    floor.clock.awaitSleepers(3);
    assertThat(run.stop().reason()).contains(StopSignal.Reason.FENCED_OUT);
    other.instance.close();
  }

  @Test
  void the_watch_survives_a_ledger_that_cannot_be_read_for_a_while() throws Exception {
    worker.liveRuns.start();
    floor.clock.awaitSleepers(2);
    floor.sql("alter table runs rename to hidden");
    pass(LOOK);
    floor.sql("alter table hidden rename to runs");
    floor.cancellation.cancel(run.id(), Act.of("somebody"));
    pass(LOOK);
    assertThat(run.stop().reason()).isEqualTo(Optional.of(StopSignal.Reason.CANCELLED));
  }

  /** Lets time pass and waits until every thread of the instance has done what was due. */
  private void pass(Duration duration) throws InterruptedException {
    int sleepers = floor.clock.sleepers();
    assertThat(sleepers).isPositive();
    floor.clock.advance(duration);
    floor.clock.awaitSleepers(sleepers);
  }
}
