package drover.factory;

import drover.config.Settings;
import drover.deliver.Deliveries;
import drover.deliver.LocalBranch;
import drover.deliver.PullRequestText;
import drover.effect.Effects;
import drover.effect.Outages;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.run.Journal;
import drover.workspace.BranchPlacement;
import drover.workspace.Workspaces;
import java.util.Map;

/** What brings finished work out of the factory, whoever takes it. */
record DeliverParts(
    Settings settings, Ledger ledger, Journal journal, Clock clock, Workspaces workspaces) {

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes(BranchPlacement placement) {
    Outages outages = new Outages(settings.outages(), ledger, journal, clock);
    return Map.of(
        "outages", outages,
        "effects", new Effects(ledger, journal, clock, outages),
        "localBranch", new LocalBranch(placement, ledger),
        "deliveries", new Deliveries(workspaces, placement, ledger, journal),
        "pullRequestText", new PullRequestText(settings, workspaces, ledger, journal));
  }
}
