package drover.run;

import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import java.util.Map;

/** Ends a run that has not ended: at once when nobody executes it, else by asking its owner. */
public final class Cancellation {
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Owners owners;

  public Cancellation(Ledger ledger, Journal journal, Clock clock, Owners owners) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.owners = owners;
  }

  /**
   * @throws NotRunnable when the run is over or does not exist
   */
  public RunRecord cancel(String runId) {
    return ledger.write(tables -> cancel(tables, runId));
  }

  private RunRecord cancel(Tables tables, String runId) {
    RunRecord run =
        tables
            .runs()
            .find(runId)
            .orElseThrow(
                () -> new NotRunnable("there is no run " + runId + ": ./drover runs lists them"));
    if (run.state().isEnded()) {
      throw new NotRunnable("run " + runId + " is over already: " + run.state().word());
    }
    tables.runs().requestCancel(runId, clock.now());
    if (owners.liveOwnerOf(tables, run).isEmpty()) {
      tables.steps().failRunning(runId, clock.now());
      owners.endWorkOfOwner(tables, run, clock.now());
      tables
          .runs()
          .end(
              runId,
              RunState.CANCELLED,
              "cancelled",
              "cancelled: somebody asked for it",
              clock.now());
      journal.append(
          tables,
          runId,
          EventType.STATE,
          "cancelled",
          Map.of("state", RunState.CANCELLED, "outcome", "cancelled"));
    }
    return tables.runs().find(runId).orElseThrow();
  }
}
