package drover.run;

import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.run.Leftovers.Settlement;
import java.util.List;
import java.util.Map;

/** Ends a run that has not ended: at once when nobody executes it, else by asking its owner. */
public final class Cancellation {
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Owners owners;
  private final Leftovers leftovers;

  public Cancellation(
      Ledger ledger, Journal journal, Clock clock, Owners owners, Leftovers leftovers) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.owners = owners;
    this.leftovers = leftovers;
  }

  /**
   * Audited, unless it is refused.
   *
   * @throws NotRunnable when the run is over or does not exist
   */
  public RunRecord cancel(String runId, Act act) {
    RunRecord asked = ledger.write(tables -> request(tables, runId, act));
    if (ownedByALiveOne(asked)) {
      return asked;
    }
    // its agent may have outlived its factory: nobody else would stop it, or count what it spent
    List<Settlement> settlements = leftovers.settle(asked);
    return ledger.write(tables -> end(tables, asked, settlements));
  }

  private RunRecord request(Tables tables, String runId, Act act) {
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
    journal.audit(tables, "cancel", runId, act);
    return tables.runs().find(runId).orElseThrow();
  }

  private boolean ownedByALiveOne(RunRecord run) {
    return owners.liveOwnerOf(ledger.read(), run).isPresent();
  }

  private RunRecord end(Tables tables, RunRecord asked, List<Settlement> settlements) {
    RunRecord now = tables.runs().find(asked.id()).orElseThrow();
    if (now.fence() != asked.fence() || now.state().isEnded()) {
      return now; // somebody goes on with it meanwhile, and sees what is asked
    }
    settlements.forEach(settlement -> settlement.record(tables));
    tables.steps().failRunning(asked.id(), clock.now());
    owners.endWorkOfOwner(tables, now, clock.now());
    tables
        .runs()
        .end(
            asked.id(),
            RunState.CANCELLED,
            "cancelled",
            "cancelled: somebody asked for it",
            clock.now());
    journal.append(
        tables,
        asked.id(),
        EventType.STATE,
        "cancelled",
        Map.of("state", RunState.CANCELLED, "outcome", "cancelled"));
    return tables.runs().find(asked.id()).orElseThrow();
  }
}
