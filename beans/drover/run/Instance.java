package drover.run;

import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.machine.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as an owner of runs. It says every few seconds that it is alive; when it could not
 * say so for two thirds of its lease it stops its runs, because others may soon take them over.
 */
public final class Instance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private final String id = UUID.randomUUID().toString();
  private final Ledger ledger;
  private final Clock clock;
  private final LiveRuns liveRuns;
  private final Duration beat;
  private final Duration lease;
  private final InstanceRole role;
  private final Thread heart = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::live);

  /**
   * @param beat time between two heartbeats
   * @param lease silence after which an instance counts as gone
   */
  public Instance(
      Ledger ledger,
      Clock clock,
      LiveRuns liveRuns,
      Duration beat,
      Duration lease,
      InstanceRole role) {
    this.ledger = ledger;
    this.clock = clock;
    this.liveRuns = liveRuns;
    this.beat = beat;
    this.lease = lease;
    this.role = role;
  }

  public void start() {
    ledger.write(
        tables -> {
          removeTheDead(tables);
          refuseASecondServer(tables);
          tables.instances().register(id, ProcessIdentity.ofThisProcess(), role);
          return id;
        });
    heart.start();
  }

  /**
   * A process that was killed could not take its leave; an owner that is not known owns nothing.
   */
  private static void removeTheDead(Tables tables) {
    tables.instances().all().stream()
        .filter(instance -> instance.process().isGoneFromThisHost())
        .forEach(instance -> tables.instances().remove(instance.id()));
  }

  /** They would not harm each other's runs, but share neither queue nor limits. */
  private void refuseASecondServer(Tables tables) {
    tables.instances().all().stream()
        .filter(other -> role == InstanceRole.SERVER && other.role() == InstanceRole.SERVER)
        .filter(other -> other.silentMillis() <= lease.toMillis())
        .findFirst()
        .ifPresent(
            other -> {
              throw new LedgerException(
                  "process %d on %s serves this ledger already: stop it, or set DROVER_HOME to another directory"
                      .formatted(other.process().pid(), other.process().host()));
            });
  }

  public String id() {
    return id;
  }

  @Override
  public void close() {
    heart.interrupt();
    try {
      heart.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ledger.write(
        tables -> {
          tables.instances().remove(id);
          return id;
        });
  }

  private void live() {
    Instant lastSaid = clock.now();
    try {
      while (true) {
        clock.sleep(beat);
        if (sayAlive()) {
          lastSaid = clock.now();
        } else if (clock.now().isAfter(lastSaid.plus(lease.multipliedBy(2).dividedBy(3)))) {
          liveRuns.stopAll(StopSignal.Reason.FENCED_OUT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private boolean sayAlive() {
    try {
      ledger.write(
          tables -> {
            tables.instances().heartbeat(id);
            return id;
          });
      return true;
    } catch (LedgerException e) {
      LOG.warn("No heartbeat could be written: {}", e.getMessage());
      return false;
    }
  }
}
