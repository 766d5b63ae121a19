package drover.run;

import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.ledger.Place;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.machine.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as an owner of runs. It says every few seconds that it is alive; when it could not
 * say so for two thirds of its lease it stops its runs, because others may soon take them over.
 */
public final class Instance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** Milliseconds; there is a third of a lease left when time is up. */
  private static final long LEAST_PATIENCE = 1_000;

  private final String id = UUID.randomUUID().toString();
  private final Ledger ledger;
  private final Clock clock;
  private final LiveRuns liveRuns;
  private final Duration beat;
  private final Duration lease;
  private final InstanceRole role;
  private final Place place;
  private final Thread heart = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::live);

  /**
   * @param beat time between two heartbeats
   * @param lease silence after which an instance counts as gone
   * @param place where the files of its runs are
   */
  public Instance(
      Ledger ledger,
      Clock clock,
      LiveRuns liveRuns,
      Duration beat,
      Duration lease,
      InstanceRole role,
      Place place) {
    this.ledger = ledger;
    this.clock = clock;
    this.liveRuns = liveRuns;
    this.beat = beat;
    this.lease = lease;
    this.role = role;
    this.place = place;
  }

  public void start() {
    ledger.write(
        tables -> {
          removeTheDead(tables);
          if (!ledger.isShared()) {
            refuseASecondServer(tables);
          }
          register(tables);
          return id;
        });
    heart.start();
  }

  private void register(Tables tables) {
    tables.instances().register(id, ProcessIdentity.ofThisProcess(), role);
    tables.instances().worksIn(id, place.id());
    tables.places().put(place);
  }

  /**
   * A process that was killed could not take its leave; an owner that is not known owns nothing.
   */
  private static void removeTheDead(Tables tables) {
    tables.instances().all().stream()
        .filter(instance -> instance.process().isGoneFromThisHost())
        .forEach(instance -> tables.instances().remove(instance.id()));
    tables.instances().forgetTheSilent(FORGOTTEN);
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

  public InstanceRole role() {
    return role;
  }

  /** Where the files of its runs are. */
  public Place place() {
    return place;
  }

  @Override
  public void close() {
    heart.interrupt();
    try {
      heart.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      ledger.write(
          tables -> {
            tables.instances().remove(id);
            return id;
          });
    } catch (LedgerException e) {
      LOG.warn(
          "This instance cannot take its leave, others wait for its lease: {}", e.getMessage());
    }
  }

  private void live() {
    Instant lastSaid = clock.now();
    try {
      while (true) {
        clock.sleep(beat);
        Instant latest = lastSaid.plus(lease.multipliedBy(2).dividedBy(3));
        if (sayAliveBefore(latest)) {
          lastSaid = clock.now();
          liveRuns.goOn();
        } else if (clock.now().isAfter(latest)) {
          liveRuns.stopAll(StopSignal.Reason.FENCED_OUT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** A ledger that does not answer must not keep runs from being stopped in time. */
  private boolean sayAliveBefore(Instant latest) throws InterruptedException {
    CompletableFuture<Boolean> said =
        CompletableFuture.supplyAsync(this::sayAlive, Instance::onItsOwn);
    try {
      long left = Math.max(LEAST_PATIENCE, Duration.between(clock.now(), latest).toMillis());
      return said.get(left, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("No heartbeat could be written in time: runs stop here");
      liveRuns.stopAll(StopSignal.Reason.FENCED_OUT);
      return said.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a try ends in an answer", e);
    }
  }

  /** Virtual threads share few carriers, which the runs of a busy instance may all be holding. */
  private static void onItsOwn(Runnable task) {
    Thread.ofPlatform().daemon().name("heartbeat-written").start(task);
  }

  private boolean sayAlive() {
    try {
      ledger.write(
          tables -> {
            if (!tables.instances().heartbeat(id)) {
              register(tables); // others took it for dead
            }
            return id;
          });
      return true;
    } catch (LedgerException e) {
      LOG.warn("No heartbeat could be written: {}", e.getMessage());
      return false;
    }
  }
}
