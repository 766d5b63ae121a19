package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.intake.Accepted;
import drover.intake.IdempotencyConflict;
import drover.intake.Intake;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Threads;
import drover.task.RunId;
import drover.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same request, asked again, is the same run. */
class IntakeTest {
  private static final Task TASK = Floor.task(Map.of("tone", "dry"));

  @TempDir private Path directory;
  private Floor floor;
  private Intake intake;

  @BeforeEach
  void open() {
    floor = new Floor(directory);
    intake = new Intake(floor.ledger, floor.journal, floor.clock);
  }

  @AfterEach
  void close() {
    floor.close();
  }

  @Test
  void a_request_becomes_a_queued_run() {
    Accepted accepted = intake.record(Floor.request("k"), TASK);
    assertThat(accepted)
        .isEqualTo(new Accepted(RunId.of("test", "k"), Accepted.Freshness.NEW, RunState.QUEUED));
    RunRecord run = floor.run(accepted.run());
    assertThat(run.state()).isEqualTo(RunState.QUEUED);
    assertThat(run.digest()).isEqualTo(TASK.digest());
    assertThat(run.createdAt()).isEqualTo(floor.clock.now());
    assertThat(floor.stateEvents(run.id())).containsExactly("queued");
  }

  @Test
  void a_credential_in_a_request_is_taken_out_and_the_operator_told() {
    String token = "gh" + "p_" + "0123456789abcdefghijABCDEFGHIJ";
    Task asked = Floor.task(Map.of("tone", token)).withTexts(text -> text + " with " + token);

    String id = intake.record(Floor.request("k"), asked).run();

    assertThat(floor.run(id).taskJson()).contains("[redacted]").doesNotContain(token);
    assertThat(floor.events(id))
        .filteredOn(event -> event.type() == EventType.NOTICE)
        .singleElement()
        .satisfies(event -> assertThat(event.json()).contains("taken out").doesNotContain(token));
  }

  @Test
  void the_same_request_again_is_the_run_that_is_there() {
    Accepted first = intake.record(Floor.request("k"), TASK);
    List<Object> before = floor.everything(first.run());
    assertThat(intake.record(Floor.request("k"), TASK))
        .isEqualTo(new Accepted(first.run(), Accepted.Freshness.KNOWN, RunState.QUEUED));
    assertThat(floor.everything(first.run())).isEqualTo(before);
  }

  @Test
  void an_ended_run_is_not_begun_anew_by_its_request() {
    Accepted first = intake.record(Floor.request("k"), TASK);
    floor.cancellation.cancel(first.run(), Act.of("somebody"));
    assertThat(intake.record(Floor.request("k"), TASK).freshness())
        .isEqualTo(Accepted.Freshness.KNOWN);
    assertThat(floor.run(first.run()).state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void another_task_under_the_same_key_is_a_conflict_that_names_the_run() {
    Accepted first = intake.record(Floor.request("k"), TASK);
    List<Object> before = floor.everything(first.run());
    assertThatThrownBy(() -> intake.record(Floor.request("k"), Floor.task(Map.of("tone", "wet"))))
        .isInstanceOf(IdempotencyConflict.class)
        .hasMessageContainingAll("k", first.run());
    assertThat(floor.everything(first.run())).isEqualTo(before);
  }

  @Test
  void of_many_instances_that_record_the_same_request_one_makes_the_run() {
    try (Ledger second = Ledger.open(directory)) {
      Intake elsewhere =
          new Intake(second, new Journal(second, floor.clock, floor.redactor), floor.clock);
      List<Accepted> answers =
          IntStream.range(0, 16)
              .parallel()
              .mapToObj(n -> (n % 2 == 0 ? intake : elsewhere).record(Floor.request("k"), TASK))
              .toList();
      assertThat(answers).extracting(Accepted::run).containsOnly(RunId.of("test", "k"));
      assertThat(answers)
          .filteredOn(answer -> answer.freshness() == Accepted.Freshness.NEW)
          .hasSize(1);
    }
    assertThat(floor.ledger.read().runs().count()).isEqualTo(1);
    assertThat(floor.stateEvents(RunId.of("test", "k"))).containsExactly("queued");
  }

  @Test
  void of_two_tasks_that_are_handed_in_at_once_under_one_key_one_is_a_conflict() throws Exception {
    CountDownLatch gate = Threads.holdTheWriter(floor.ledger);
    var first = Threads.startAndAwaitWaiting(() -> intake.record(Floor.request("k"), TASK));
    var other =
        Threads.startAndAwaitWaiting(
            () -> intake.record(Floor.request("k"), Floor.task(Map.of("tone", "wet"))));
    var again = Threads.startAndAwaitWaiting(() -> intake.record(Floor.request("k"), TASK));
    var beside = Threads.startAndAwaitWaiting(() -> intake.record(Floor.request("l"), TASK));
    gate.countDown();

    assertThat(first.result().freshness()).isEqualTo(Accepted.Freshness.NEW);
    assertThatThrownBy(other::result).hasCauseInstanceOf(IdempotencyConflict.class);
    assertThat(again.result().freshness()).isEqualTo(Accepted.Freshness.KNOWN);
    assertThat(beside.result().freshness()).isEqualTo(Accepted.Freshness.NEW);
    assertThat(floor.ledger.read().runs().count()).isEqualTo(2);
    assertThat(floor.stateEvents(RunId.of("test", "k"))).containsExactly("queued");
  }
}
