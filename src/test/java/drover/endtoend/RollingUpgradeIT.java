package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Ledger;
import drover.ledger.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL, of which one is already the next version. */
@Timeout(180)
class RollingUpgradeIT {
  @TempDir private Path directory;
  private SharedLedger shared;
  private Desk today;
  private Desk tomorrow;

  @BeforeEach
  void sitDown() {
    shared = new SharedLedger(directory);
    int port = shared.postgres.port();
    today = shared.desk("shared", port).with("DROVER_REHEARSAL_PAUSE", "0.3");
    tomorrow = shared.desk("shared", port).with("DROVER_REHEARSAL_PAUSE", "0.3");
  }

  @AfterEach
  void leave() {
    shared.close();
  }

  @Test
  void whereTheTablesOnlyGrowTheNextVersionComesBesideThisOneAndThenThisOneGoes() throws Exception {
    Live old = today.start("serve", "--rehearse");
    String oldUrl = SharedLedger.url(old);
    List<String> runs = new ArrayList<>(shared.publish(oldUrl, 4));
    SharedLedger.await("one at work", () -> shared.in(runs, RunState.RUNNING) >= 1);

    tomorrow.changedBy(Tomorrow.in(directory.resolve("tomorrow"), Tomorrow.GROWN));
    String newUrl = SharedLedger.url(tomorrow.start("serve", "--rehearse"));
    assertThat(shared.schema()).isEqualTo(Tomorrow.SCHEMA);
    runs.addAll(shared.publish(oldUrl, 1));
    runs.addAll(shared.publish(newUrl, 1));
    assertThat(today.drover("runs").status()).isZero();
    old.terminate();
    assertThat(old.end().status()).isZero();

    SharedLedger.await("all done", () -> shared.in(runs, RunState.SUCCEEDED) == runs.size());
    shared.assertEachIsDoneOnce(runs);
    String again = SharedLedger.url(today.start("serve", "--rehearse"));
    List<String> later = shared.publish(again, 1);
    SharedLedger.await("a way back", () -> shared.in(later, RunState.SUCCEEDED) == 1);
  }

  @Test
  void whereTheTablesBecomeOthersTheNextVersionSaysWhoHasToStopFirst() throws Exception {
    Live old = today.start("serve", "--rehearse");
    List<String> runs = shared.publish(SharedLedger.url(old), 1);
    tomorrow.changedBy(Tomorrow.in(directory.resolve("tomorrow"), Tomorrow.CHANGED));

    Said refused = tomorrow.drover("serve", "--rehearse");

    assertThat(refused.status()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "works on this ledger with an older Drover (schema %d, this program needs %d): stop it first"
                .formatted(Ledger.SCHEMA, Tomorrow.SCHEMA));
    SharedLedger.await("the old goes on", () -> shared.in(runs, RunState.SUCCEEDED) == 1);

    old.terminate();
    old.end();
    SharedLedger.url(tomorrow.start("serve", "--rehearse"));
    Said late = today.drover("runs");
    assertThat(late.status()).isEqualTo(2);
    assertThat(late.err()).contains("the ledger was written by a newer Drover");
  }
}
