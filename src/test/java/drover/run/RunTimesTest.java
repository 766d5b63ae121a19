package drover.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a run was worked on: neither waiting nor the absence of a crashed owner counts. */
class RunTimesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private Floor floor;
  private Worker worker;
  private String id;

  @BeforeEach
  void submit() {
    floor = new Floor(directory);
    worker = floor.worker();
    id = floor.submit("key");
  }

  @AfterEach
  void close() {
    floor.close();
  }

  private Duration worked() {
    return floor.ledger.read().runTimes().worked(id, floor.clock.now());
  }

  @Test
  void a_queued_run_is_not_worked_on() {
    floor.clock.advance(MINUTE);

    assertThat(worked()).isZero();
  }

  @Test
  void from_its_claim_until_it_is_parked_and_again_from_the_next_one() {
    RunExecution run = worker.runs.claim(id);
    floor.clock.advance(MINUTE);
    assertThat(worked()).isEqualTo(MINUTE);

    worker.runs.parkedBy(
        run, RunWaiting.until(WaitingFor.USAGE_LIMIT, Instant.MAX, "usage-limit: none left"));
    floor.clock.advance(MINUTE.multipliedBy(100));
    assertThat(worked()).isEqualTo(MINUTE);

    worker.runs.claim(id);
    floor.clock.advance(MINUTE);
    assertThat(worked()).isEqualTo(MINUTE.multipliedBy(2));
  }

  @Test
  void until_its_owner_was_last_seen_where_that_is_gone() throws InterruptedException {
    worker.runs.claim(id);
    floor.clock.advance(MINUTE);
    floor.clock.awaitSleepers(1); // its heart has beaten for the last time
    worker.crash();
    worker.fallSilent();

    floor.worker().runs.claim(id);

    assertThat(worked()).isZero();
  }

  @Test
  void a_run_that_waits_says_for_what_in_its_state_and_its_event() {
    RunExecution run = worker.runs.claim(id);
    Instant until = floor.clock.now().plus(MINUTE);
    worker.step(run, "workspace", "made");
    worker.checkpoints.begin(run, "turn");

    worker.runs.parkedBy(
        run,
        new IllegalStateException(
            "as Camel wraps it",
            RunWaiting.until(WaitingFor.USAGE_LIMIT, until, "usage-limit: x")));

    assertThat(floor.run(id).waitingFor()).contains("usage-limit");
    assertThat(floor.run(id).waitingUntil()).contains(until);
    assertThat(floor.run(id).owner()).isEmpty();
    assertThat(floor.steps(id)).containsExactly("workspace:1 finished", "turn:1 running");
    assertThat(floor.events(id).getLast().json())
        .contains("\"waitingFor\":\"usage-limit\"", "waiting for usage-limit until " + until);
    assertThat(worker.liveRuns.isEmpty()).isTrue();
  }

  @Test
  void a_run_that_has_to_stop_anyway_does_not_wait() {
    RunExecution run = worker.runs.claim(id);
    run.stop().request(StopSignal.Reason.CANCELLED);

    worker.runs.parkedBy(run, RunWaiting.openEnded(WaitingFor.CREDENTIAL, "http-401: no"));

    assertThat(floor.run(id).outcome()).contains("cancelled");
  }
}
