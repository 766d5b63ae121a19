package drover.factory;

import drover.config.Configuration;
import drover.config.Settings;
import drover.ledger.Bell;
import drover.ledger.CommitWitness;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.observe.CommitCount;
import drover.observe.Metrics;
import drover.redact.Redactor;
import drover.run.StopSignal;
import drover.task.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The factory as a server: triggers, admission, and the runs that it executes. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final Factory factory;
  private final Parts parts;
  private final ServerParts serverParts;
  private final Observatory observatory;
  private final Duration grace;
  private final Bell.Listening bell;

  private Server(
      Factory factory,
      Parts parts,
      ServerParts serverParts,
      Observatory observatory,
      Duration grace,
      Bell.Listening bell) {
    this.bell = bell;
    this.factory = factory;
    this.parts = parts;
    this.serverParts = serverParts;
    this.observatory = observatory;
    this.grace = grace;
  }

  /**
   * Opens the ledger and the doors. Runs that were in flight when the last server ended go on.
   *
   * @param mode of every run
   * @throws drover.ledger.LedgerException when the ledger cannot be used, or is served already
   * @throws DoorTaken when a port cannot be listened on
   */
  public static Server start(Site site, Configuration configuration, Redactor redactor, Mode mode) {
    return start(site, configuration, redactor, mode, CommitWitness.NONE);
  }

  /** The same with somebody who is told about every commit of the ledger. */
  static Server start(
      Site site, Configuration configuration, Redactor redactor, Mode mode, CommitWitness witness) {
    Settings settings = configuration.settings();
    CommitCount commits = new CommitCount(witness);
    Ledger ledger = Ledger.open(site.ledger(configuration, redactor), commits);
    try {
      Metrics metrics = new Metrics(settings);
      Witnesses witnesses = Witnesses.counting(metrics);
      Parts parts =
          new Parts(site, configuration, ledger, redactor, InstanceRole.SERVER, witnesses);
      ServerParts server = new ServerParts(site, settings, ledger, redactor, parts, mode, metrics);
      Observatory observatory = new Observatory(settings, ledger, commits, metrics, parts, server);
      Factory factory = open(configuration, ledger, parts, server, observatory);
      return new Server(
          factory,
          parts,
          server,
          observatory,
          settings.dispatch().shutdown(),
          ledger.listen(factory::ring));
    } catch (RuntimeException e) {
      ledger.close();
      throw DoorTaken.in(e).map(RuntimeException.class::cast).orElse(e);
    }
  }

  /** Starts the routes; what was in flight goes on. */
  private static Factory open(
      Configuration configuration,
      Ledger ledger,
      Parts parts,
      ServerParts server,
      Observatory observatory) {
    Main camel = new Main();
    try {
      camel.addMainListener(opening(server.frontDoor()));
      List<String> routes =
          Stream.concat(RouteFiles.OF_RUNS.stream(), RouteFiles.OF_SERVER.stream())
              .filter(server.agentTasks()::wants)
              .toList();
      server.agentTasks().configure(camel);
      Factory factory =
          Factory.start(configuration, ledger, parts, camel, routes, server.forRoutes());
      server.stream(camel.getCamelContext());
      server.runners().connect(factory::execute, factory::ring);
      factory.look();
      server.frontDoor().open();
      observatory.opens();
      return factory;
    } catch (RuntimeException e) {
      camel.stop();
      parts.instance().close(); // whoever tries again meanwhile is not told that it serves
      observatory.close();
      throw e;
    }
  }

  /** Looks for work, and returns when every idle run has come before the gates. */
  public void look() {
    factory.look();
  }

  /** The port of webhooks and API. */
  public int port() {
    return serverParts.frontDoor().getPort();
  }

  /** The port of probes and metrics. */
  public int managementPort() {
    return observatory.port();
  }

  /**
   * Stops in order: nothing new is heard, nothing new begins, agents are interrupted and their runs
   * parked. Whatever does not stop in time goes on at the next start like after a crash.
   */
  @Override
  public void close() {
    Instant end = parts.clock().now().plus(grace);
    observatory.stops();
    bell.close();
    serverParts.schedules().close();
    try {
      if (!serverParts.frontDoor().close(left(end))) {
        LOG.warn("Some answers were not out in time");
      }
      serverParts.runners().close();
      parts.liveRuns().stopAll(StopSignal.Reason.INTERRUPTED);
      if (!serverParts.runners().awaitIdle(left(end))) {
        LOG.warn("{} runs did not stop in time", serverParts.runners().count());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (observatory) {
      factory.close();
    }
  }

  private Duration left(Instant end) {
    Duration left = Duration.between(parts.clock().now(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Camel's routes need the door's router when they start. */
  private static MainListenerSupport opening(FrontDoor door) {
    return new MainListenerSupport() {
      @Override
      public void beforeConfigure(BaseMainSupport main) {
        main.getCamelContext().getRegistry().bind("frontDoor", FrontDoor.class, door);
        try {
          main.getCamelContext().addService(door, true, true);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
