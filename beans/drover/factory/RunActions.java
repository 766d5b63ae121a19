package drover.factory;

import drover.cluster.access.ClusterAccess;
import drover.cluster.turn.ClusterLeftovers;
import drover.cluster.turn.TurnCluster;
import drover.config.Configuration;
import drover.executor.LocalLeftovers;
import drover.follow.PriceTable;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.redact.Redactor;
import drover.run.Cancellation;
import drover.run.Journal;
import drover.run.Leftovers;
import drover.run.Owners;
import java.util.Map;
import java.util.stream.Stream;

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
        leftovers(site, configuration, ledger, redactor, clock));
  }

  /** Agents are processes of this machine or pods; a cluster is asked only where there are pods. */
  private static Leftovers leftovers(
      Site site, Configuration configuration, Ledger ledger, Redactor redactor, Clock clock) {
    PriceTable prices = Prices.of(configuration.settings());
    Leftovers here =
        new LocalLeftovers(
            ledger,
            prices,
            redactor,
            AgentParts.containers(
                site, configuration.settings(), new CommandRunner(new ForkingLauncher(), clock)),
            site.dataDirectory());
    ClusterAccess access =
        new ClusterAccess(site.environment(), configuration.settings().kubernetes());
    Leftovers inCluster =
        new ClusterLeftovers(
            ledger,
            prices,
            redactor,
            site.dataDirectory(),
            new TurnCluster(access.whenNeeded(), access::namespace, Map.of()));
    return run -> Stream.of(here, inCluster).flatMap(each -> each.settle(run).stream()).toList();
  }
}
