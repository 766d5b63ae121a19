package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import drover.ledger.EventType;
import drover.ledger.FencedOut;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An instance that lost a run changes nothing of it any more, whatever it believes. */
class FencingTest {
  @TempDir private Path directory;
  private Floor floor;
  private Worker old;
  private String id;
  private RunExecution lost;

  @BeforeEach
  void claimAndBegin() {
    floor = new Floor(directory);
    old = floor.worker();
    id = floor.submit("key");
    lost = old.runs.claim(id);
    old.step(lost, "workspace", "made");
    old.checkpoints.begin(lost, "turn");
  }

  @AfterEach
  void close() {
    floor.close();
  }

  static Stream<Arguments> writes() {
    return Stream.of(
        write("begin a step", (worker, run) -> worker.checkpoints.begin(run, "verify")),
        write(
            "finish a step",
            (worker, run) -> worker.checkpoints.finish(run, "turn", new Done("late"))),
        write("succeed", (worker, run) -> worker.runs.succeed(run, "delivered", "late")),
        write("fail", (worker, run) -> worker.runs.end(run, RunEnded.failed("failed", "a: b"))),
        write("block", (worker, run) -> worker.runs.end(run, RunEnded.blocked("red", "a: b"))),
        write("break down", (worker, run) -> worker.runs.breakDown(run, new RuntimeException())),
        write(
            "cancel",
            (worker, run) -> worker.runs.stop(run, new RunStopped(StopSignal.Reason.CANCELLED))),
        write(
            "park",
            (worker, run) -> worker.runs.stop(run, new RunStopped(StopSignal.Reason.INTERRUPTED))),
        write(
            "tell",
            (worker, run) -> worker.floor.journal.tell(run.claim(), EventType.NOTICE, "late")));
  }

  private static Arguments write(String name, BiConsumer<Worker, RunExecution> write) {
    return argumentSet(name, write);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void after_another_instance_claimed_the_run(BiConsumer<Worker, RunExecution> write) {
    old.crash();
    floor.worker().runs.claim(id);
    assertRefused(write);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void after_this_very_instance_claimed_the_run_again(BiConsumer<Worker, RunExecution> write) {
    old.runs.stop(lost, new RunStopped(StopSignal.Reason.INTERRUPTED));
    old.runs.claim(id);
    assertRefused(write);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void after_the_run_was_parked(BiConsumer<Worker, RunExecution> write) {
    old.runs.stop(lost, new RunStopped(StopSignal.Reason.INTERRUPTED));
    assertRefused(write);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void after_the_run_was_cancelled_while_its_owner_was_silent(
      BiConsumer<Worker, RunExecution> write) {
    old.fallSilent();
    floor.cancellation.cancel(id, Act.of("somebody"));
    assertRefused(write);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void after_the_run_was_cancelled_and_tried_again(BiConsumer<Worker, RunExecution> write) {
    old.crash();
    floor.cancellation.cancel(id, Act.of("somebody"));
    floor.retry.prepare(id, Optional.empty(), Act.of("somebody"));
    assertRefused(write);
  }

  @Test
  void an_instance_that_notices_writes_nothing() {
    old.crash();
    floor.worker().runs.claim(id);
    List<Object> before = floor.everything(id);
    old.runs.stop(lost, new RunStopped(StopSignal.Reason.FENCED_OUT));
    assertThat(floor.everything(id)).isEqualTo(before);
    assertThat(old.liveRuns.isEmpty()).isTrue();
  }

  @Test
  void every_claim_raises_the_fence() {
    long fence = lost.claim().fence();
    old.crash();
    Worker next = floor.worker();
    assertThat(next.runs.claim(id).claim().fence()).isEqualTo(fence + 1);
    next.crash();
    assertThat(floor.worker().runs.claim(id).claim().fence()).isEqualTo(fence + 2);
  }

  private void assertRefused(BiConsumer<Worker, RunExecution> write) {
    List<Object> before = floor.everything(id);
    assertThatThrownBy(() -> write.accept(old, lost))
        .isInstanceOf(FencedOut.class)
        .hasMessageContaining(id);
    assertThat(floor.everything(id)).isEqualTo(before);
  }
}
