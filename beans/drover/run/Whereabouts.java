package drover.run;

import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.Place;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import java.util.Optional;

/**
 * Tells where the files of runs are. A run with files goes on only where they are; what is left of
 * its processes is there too.
 */
public final class Whereabouts {
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Instance self;
  private final Owners owners;

  public Whereabouts(Ledger ledger, Journal journal, Clock clock, Instance self, Owners owners) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.self = self;
    this.owners = owners;
  }

  /** Where else the files of a run are; empty: here, or it has none. */
  public Optional<Place> elsewhere(String run) {
    return ledger.isShared() ? elsewhere(ledger.read(), run, self.place()) : Optional.empty();
  }

  static Optional<Place> elsewhere(Tables tables, String run, Place here) {
    return tables.places().ofFiles(run).filter(place -> !place.id().equals(here.id()));
  }

  /**
   * Lets a run wait that was being executed and whose owner is gone, unless somebody serves where
   * its files are.
   */
  public void strand(String runId) {
    ledger.write(
        tables -> {
          RunRecord run = tables.runs().find(runId).orElseThrow();
          Optional<Place> place = elsewhere(tables, runId, self.place());
          boolean abandoned =
              run.state() == RunState.RUNNING
                  && owners.liveOwnerOf(tables, run).isEmpty()
                  && place.filter(where -> !isServed(tables, where)).isPresent();
          if (abandoned) {
            owners.endWorkOfOwner(tables, run, clock.now());
            tables
                .runs()
                .claim(run, self.id(), clock.now())
                .ifPresent(claim -> park(tables, claim, place.orElseThrow()));
          }
          return runId;
        });
  }

  private boolean isServed(Tables tables, Place place) {
    return tables.instances().in(place.id()).stream().anyMatch(owners::isAlive);
  }

  private void park(Tables tables, Claim claim, Place place) {
    RunWaiting wait =
        RunWaiting.openEnded(
            WaitingFor.EXECUTOR,
            "executor: its files are in %s, where no instance is alive; it goes on when one is"
                .formatted(place.text()));
    tables.runs().park(claim, wait.waitingFor().word(), wait.until(), wait.reason());
    journal.append(tables, claim.run(), EventType.STATE, wait.text(), wait.details());
  }
}
