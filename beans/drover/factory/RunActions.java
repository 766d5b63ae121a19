package drover.factory;

import drover.config.Configuration;
import drover.executor.LocalLeftovers;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.redact.Redactor;
import drover.run.Cancellation;
import drover.run.Journal;
import drover.run.Owners;

/** What can be done with runs without the routes that execute them. */
public final class RunActions {
  private RunActions() {}

  public static Cancellation cancellation(Site site, Configuration configuration, Ledger ledger) {
    Clock clock = Clock.system();
    Redactor redactor = new Redactor(site.environment());
    return new Cancellation(
        ledger,
        new Journal(ledger, clock, redactor),
        clock,
        new Owners(configuration.settings().instance().lease()),
        new LocalLeftovers(
            ledger,
            Prices.of(configuration.settings()),
            redactor,
            AgentParts.containers(
                site, configuration.settings(), new CommandRunner(new ForkingLauncher(), clock)),
            site.dataDirectory()));
  }
}
