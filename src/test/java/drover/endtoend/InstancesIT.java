package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.ProcessIdentity;
import drover.postgres.Cable;
import drover.postgres.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one PostgreSQL: killed, frozen, cut off; and PostgreSQL itself restarted. */
@Timeout(180)
class InstancesIT {
  private static final int RUNS = 6;

  @TempDir private Path directory;
  private SharedLedger shared;
  private PostgresServer postgres;
  private Ledger ledger;

  @BeforeEach
  void sitDown() {
    shared = new SharedLedger(directory);
    postgres = shared.postgres;
    ledger = shared.ledger;
  }

  @AfterEach
  void leave() {
    shared.close();
  }

  @Test
  void whatAKilledInstanceBeganIsDoneOnceByAnotherOnTheSameDataDirectory() throws Exception {
    Desk desk = shared.desk("shared", postgres.port()).with("DROVER_REHEARSAL_PAUSE", "0.3");
    Live one = desk.start("serve", "--rehearse");
    Live two = desk.start("serve", "--rehearse");
    String first = SharedLedger.url(one);
    SharedLedger.url(two);
    List<String> runs = shared.publish(first, RUNS);
    SharedLedger.await("two at work", () -> shared.in(runs, RunState.RUNNING) >= 2);
    assertThat(ledger.read().instances().all()).hasSize(2);

    one.kill();

    SharedLedger.await("all succeeded", () -> shared.in(runs, RunState.SUCCEEDED) == RUNS);
    shared.assertEachIsDoneOnce(runs);
  }

  @Test
  void aFrozenInstanceIsTakenForDeadAndLearnsThatItWasFencedWhenItThaws() throws Exception {
    Desk desk =
        shared
            .desk("shared", postgres.port())
            .with("DROVER_INSTANCE_HEARTBEAT_SECONDS", "1")
            .with("DROVER_INSTANCE_LEASE_SECONDS", "4");
    Live frozen = desk.misbehaving("hang-once").start("serve", "--rehearse");
    String url = SharedLedger.url(frozen);
    List<String> runs = shared.publish(url, 1);
    SharedLedger.await("a live turn", () -> !ledger.read().turns().all(runs.getFirst()).isEmpty());
    frozen.children();
    String owner = shared.run(runs.getFirst()).owner().orElseThrow();

    frozen.freeze();
    SharedLedger.url(desk.misbehaving("").start("serve", "--rehearse"));

    SharedLedger.await("it is done by the other", () -> shared.in(runs, RunState.SUCCEEDED) == 1);
    assertThat(shared.run(runs.getFirst()).fence()).isEqualTo(2);
    frozen.thaw();
    SharedLedger.await("it says again that it lives", () -> shared.isHeardOf(owner));
    shared.assertEachIsDoneOnce(runs);
    List<String> later = shared.publish(url, 2);
    // whichever server takes one: agents of the thawed one hang
    SharedLedger.await(
        "work goes on",
        () -> later.stream().noneMatch(run -> ledger.read().turns().all(run).isEmpty()));
    assertThat(shared.run(runs.getFirst()).fence()).isEqualTo(2);
  }

  @Test
  void aRunWhoseFilesAreElsewhereWaitsForThatPlaceAndSaysWhereItIs() throws Exception {
    Desk home = shared.desk("home", postgres.port()).misbehaving("hang-once");
    Desk other = shared.desk("other", postgres.port());
    Live one = home.start("serve", "--rehearse");
    List<String> runs = shared.publish(SharedLedger.url(one), 1);
    SharedLedger.await("a live turn", () -> !ledger.read().turns().all(runs.getFirst()).isEmpty());
    SharedLedger.url(other.start("serve", "--rehearse"));

    one.kill();

    SharedLedger.await("it waits", () -> shared.in(runs, RunState.WAITING) == 1);
    RunRecord waiting = shared.run(runs.getFirst());
    assertThat(waiting.waitingFor()).contains("executor");
    assertThat(waiting.reason().orElseThrow())
        .contains(home.home.toString(), ProcessIdentity.ofThisProcess().host());
    assertThat(other.drover("why", runs.getFirst()).out())
        .contains("stopped at place", home.home.toString());

    SharedLedger.url(home.misbehaving("").start("serve", "--rehearse"));
    SharedLedger.await(
        "it goes on where its files are", () -> shared.in(runs, RunState.SUCCEEDED) == 1);
    shared.assertEachIsDoneOnce(runs);
  }

  @Test
  void aRestartOfPostgresUnderLoadLosesAndDoublesNothing() throws Exception {
    Desk desk = shared.desk("shared", postgres.port()).with("DROVER_REHEARSAL_PAUSE", "0.3");
    Live one = desk.start("serve", "--rehearse");
    Live two = desk.start("serve", "--rehearse");
    String first = SharedLedger.url(one);
    SharedLedger.url(two);
    List<String> runs = shared.publish(first, RUNS);
    SharedLedger.await("two at work", () -> shared.in(runs, RunState.RUNNING) >= 2);

    postgres.crash();
    HttpResponse<String> refused = shared.post(first, "while it is away");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    postgres.launch();

    SharedLedger.await("all succeeded", () -> shared.in(runs, RunState.SUCCEEDED) == RUNS);
    shared.assertEachIsDoneOnce(runs);
  }

  @Test
  void anInstanceThatIsCutOffStopsItsTurnsAndGoesOnWhenItIsBack() throws Exception {
    try (Cable cable = Cable.to(postgres.port())) {
      Desk desk =
          shared
              .desk("shared", cable.port())
              .with("DROVER_INSTANCE_HEARTBEAT_SECONDS", "1")
              .with("DROVER_INSTANCE_LEASE_SECONDS", "4");
      Live cut = desk.misbehaving("hang-once").start("serve", "--rehearse");
      String url = SharedLedger.url(cut);
      List<String> runs = shared.publish(url, 1);
      SharedLedger.await(
          "a live turn", () -> !ledger.read().turns().all(runs.getFirst()).isEmpty());
      List<ProcessHandle> agents = cut.children();

      cable.cut();

      SharedLedger.await("its turn stops", () -> agents.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(shared.run(runs.getFirst()).state()).isEqualTo(RunState.RUNNING);
      cable.mend();
      SharedLedger.await("it goes on by itself", () -> shared.in(runs, RunState.SUCCEEDED) == 1);
      shared.assertEachIsDoneOnce(runs);
    }
  }
}
