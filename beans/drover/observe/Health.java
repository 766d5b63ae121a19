package drover.observe;

import drover.http.Answer;
import drover.ledger.LedgerException;
import drover.machine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this server is alive, and whether work may be sent to it. Says no more than that: whoever
 * asks needs no token.
 */
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Probes give up after a second, and an answer has to be there before. */
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private final Runnable write;
  private final Clock clock;
  private volatile Phase phase = Phase.STARTING;
  private Instant triedAt = Instant.EPOCH;
  private CompletableFuture<Boolean> lastTry = CompletableFuture.completedFuture(false);

  /**
   * @param write writes something small into the ledger; throws {@link LedgerException} where that
   *     fails
   */
  public Health(Runnable write, Clock clock) {
    this.write = write;
    this.clock = clock;
  }

  private enum Phase {
    STARTING,
    SERVING,
    STOPPING
  }

  private enum Status {
    UP,
    DOWN;

    static Status of(Boolean good) {
      return good ? UP : DOWN;
    }
  }

  /** {@code docs/schemas/health.schema.json}. */
  private record Report(Status status, List<Check> checks) {}

  private record Check(String name, Status status, String detail) {}

  /** From now on work may be sent. */
  public void serves() {
    phase = Phase.SERVING;
  }

  /** From now on no work is to be sent any more. */
  public void stops() {
    phase = Phase.STOPPING;
  }

  /** 200, as long as anybody answers. */
  public Answer liveness() {
    return Answer.json(200, new Report(Status.UP, List.of()));
  }

  /** 200: the ledger can be written, and the server is not about to stop; otherwise 503. */
  public Answer readiness() {
    Phase now = phase;
    Status server = Status.of(now == Phase.SERVING);
    Status ledger = Status.of(isWritable());
    Status all = Status.of(server == Status.UP && ledger == Status.UP);
    return Answer.json(
        all == Status.UP ? 200 : 503,
        new Report(
            all,
            List.of(
                new Check("server", server, now.name().toLowerCase(Locale.ROOT)),
                new Check("ledger", ledger, ledger == Status.UP ? "writable" : "not writable"))));
  }

  /** One that does not answer in time counts as not writable, and is not asked a second time. */
  private boolean isWritable() {
    try {
      return currentTry().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a try ends in an answer", e);
    }
  }

  private synchronized CompletableFuture<Boolean> currentTry() {
    Instant now = clock.now();
    if (lastTry.isDone() && Duration.between(triedAt, now).compareTo(FRESH) >= 0) {
      triedAt = now;
      lastTry =
          CompletableFuture.supplyAsync(
              this::tryToWrite, // runs may be holding all that carry virtual threads
              task -> Thread.ofPlatform().daemon().name("health").start(task));
    }
    return lastTry;
  }

  private boolean tryToWrite() {
    try {
      write.run();
      return true;
    } catch (LedgerException e) {
      LOG.warn("Not ready: {}", e.getMessage());
      return false;
    }
  }
}
