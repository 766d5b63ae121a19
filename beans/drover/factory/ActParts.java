package drover.factory;

import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.run.Approve;
import drover.run.Attempts;
import drover.run.Instructions;
import drover.run.Journal;
import drover.run.Retry;
import drover.workspace.Workspaces;

/** What people do with a run beside cancelling it. */
record ActParts(Ledger ledger, Journal journal, Clock clock, Workspaces workspaces) {
  Retry retry() {
    return new Retry(ledger, attempts());
  }

  Instructions instructions() {
    return new Instructions(ledger, journal, clock, attempts());
  }

  Approve approve() {
    return new Approve(ledger, journal, clock, attempts());
  }

  private Attempts attempts() {
    return new Attempts(journal, workspaces);
  }
}
