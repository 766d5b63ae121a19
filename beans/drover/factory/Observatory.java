package drover.factory;

import drover.config.Settings;
import drover.ledger.Ledger;
import drover.observe.CommitCount;
import drover.observe.Health;
import drover.observe.LedgerFigures;
import drover.observe.Metrics;

/** What others see of a server: figures, health, and the port where both are told. */
final class Observatory implements AutoCloseable {
  private final Health health;
  private final ManagementDoor door;

  /**
   * @throws DoorTaken when the port cannot be listened on
   */
  Observatory(
      Settings settings,
      Ledger ledger,
      CommitCount commits,
      Metrics metrics,
      Parts parts,
      ServerParts server) {
    this.health = new Health(() -> probe(ledger, parts.instance().id()), parts.clock());
    metrics.show(new LedgerFigures(ledger, parts.killSwitch(), parts.clock()), commits);
    metrics.show(server.runners()::count, () -> parts.agents().outputs().lag(parts.clock().now()));
    this.door = new ManagementDoor(settings.http(), health, metrics);
  }

  private static void probe(Ledger ledger, String instance) {
    ledger.write(
        tables -> {
          tables.instances().probe(instance);
          return instance;
        });
  }

  /** From now on work may be sent. */
  void opens() {
    health.serves();
  }

  /** From now on no work is to be sent any more; whoever asks is told so until the end. */
  void stops() {
    health.stops();
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    door.close();
  }
}
