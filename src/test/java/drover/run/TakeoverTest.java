package drover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import drover.ledger.RunState;
import drover.machine.ProcessIdentity;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run is taken over from an owner that is certainly gone, and from no other. */
class TakeoverTest {
  private static final ProcessIdentity HERE = ProcessIdentity.ofThisProcess();

  @TempDir private Path directory;
  private Floor floor;
  private Worker owner;
  private Worker other;
  private String id;

  @BeforeEach
  void claim() {
    floor = new Floor(directory);
    owner = floor.worker();
    other = floor.worker();
    id = floor.submit("key");
    owner.runs.claim(id);
  }

  @AfterEach
  void close() {
    floor.close();
  }

  @Test
  void a_live_owner_keeps_its_run_and_is_named_to_who_asks() {
    assertThatThrownBy(() -> other.runs.claim(id))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("run %s is being executed by process %d on %s", id, HERE.pid(), HERE.host());
    assertThat(floor.run(id).owner()).contains(owner.instance.id());
  }

  @Test
  void an_instance_does_not_execute_a_run_twice_at_a_time() {
    assertThatThrownBy(() -> owner.runs.claim(id)).isInstanceOf(NotRunnable.class);
  }

  static Stream<Arguments> gone() {
    return Stream.of(
        argumentSet(
            "its number belongs to a later process",
            new ProcessIdentity(HERE.host(), HERE.bootId(), HERE.pid(), HERE.startedAt() - 60_000)),
        argumentSet(
            "the machine was started again",
            new ProcessIdentity(HERE.host(), "another boot", HERE.pid(), HERE.startedAt())),
        argumentSet(
            "no process has its number",
            new ProcessIdentity(HERE.host(), HERE.bootId(), Integer.MAX_VALUE, 0)));
  }

  @ParameterizedTest
  @MethodSource("gone")
  void the_run_of_a_process_that_is_gone_is_free_at_once(ProcessIdentity process) {
    floor.process(owner.instance.id(), process);
    assertTakenOver();
  }

  @Test
  void the_run_of_an_instance_that_fell_silent_is_free() {
    owner.fallSilent();
    assertTakenOver();
  }

  @Test
  void the_run_of_an_instance_that_took_its_leave_is_free() {
    owner.instance.close();
    assertTakenOver();
  }

  @Test
  void a_process_of_another_host_is_believed_while_it_says_that_it_lives() {
    floor.process(owner.instance.id(), new ProcessIdentity("elsewhere", "boot", 4711, 1));
    assertThatThrownBy(() -> other.runs.claim(id))
        .hasMessageContainingAll("process 4711", "elsewhere");
    owner.fallSilent();
    assertTakenOver();
  }

  @Test
  void an_instance_that_was_killed_is_forgotten_by_the_next_one_that_starts() {
    owner.crash();

    floor.worker();

    assertThat(floor.ledger.read().instances().find(owner.instance.id())).isEmpty();
    assertThat(floor.ledger.read().instances().find(other.instance.id())).isPresent();
  }

  @Test
  void an_instance_of_another_host_is_not_forgotten() {
    floor.process(owner.instance.id(), new ProcessIdentity("elsewhere", "boot", 4711, 1));

    floor.worker();

    assertThat(floor.ledger.read().instances().find(owner.instance.id())).isPresent();
  }

  @Test
  void a_parked_run_is_free() {
    String parked = floor.submit("parked");
    owner.runs.stop(owner.runs.claim(parked), new RunStopped(StopSignal.Reason.INTERRUPTED));
    assertThat(floor.run(parked).waitingFor()).contains("resume");
    other.runs.claim(parked);
    assertThat(floor.run(parked).state()).isEqualTo(RunState.RUNNING);
    assertThat(floor.run(parked).waitingFor()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"SUCCEEDED", "FAILED", "CANCELLED", "BLOCKED", "FROZEN"})
  void an_ended_run_is_executed_by_nobody(RunState state) {
    ended(state);
    assertThatThrownBy(() -> other.runs.claim(id))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("run %s is %s already", id, state.word());
    assertThatThrownBy(() -> floor.cancellation.cancel(id, Act.of("somebody")))
        .isInstanceOf(NotRunnable.class);
  }

  @Test
  void a_run_that_does_not_exist_is_refused_with_a_hint() {
    assertThatThrownBy(() -> other.runs.claim("rnothing"))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("there is no run rnothing: ./drover runs lists them");
  }

  private void ended(RunState state) {
    floor.ledger.write(
        tables -> {
          tables.runs().end(id, state, "outcome", "code: sentence", floor.clock.now());
          return state;
        });
  }

  private void assertTakenOver() {
    RunExecution taken = other.runs.claim(id);
    assertThat(floor.run(id).owner()).contains(other.instance.id());
    assertThat(floor.run(id).attempt()).isEqualTo(1);
    assertThat(taken.claim().attempt()).isEqualTo(1);
    assertThat(floor.run(id).fence()).isEqualTo(2);
  }
}
