package drover.egress;

import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.FencedOut;
import drover.ledger.LedgerException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the run where it went through one door, each thing once. Written by a thread of its own:
 * the proxy does not wait for the ledger, and goes on when the ledger refuses.
 */
final class DoorLog {
  private static final Logger LOG = LoggerFactory.getLogger(DoorLog.class);
  private static final int LONGEST_NAME = 100;

  private final Claim claim;
  private final Traffic traffic;
  private final EgressLog log;
  private final ExecutorService writer;
  private volatile boolean ours = true;

  DoorLog(Claim claim, Traffic traffic, EgressLog log, ExecutorService writer) {
    this.claim = claim;
    this.traffic = traffic;
    this.log = log;
    this.writer = writer;
  }

  void went(Target target) {
    later(EventType.ACTIVITY, "network: " + target);
  }

  /**
   * @param wish as the agent wrote it; anything may stand there
   */
  void refused(String wish, String why) {
    later(EventType.NOTICE, "network: refused %s: %s".formatted(cleaned(wish), why));
  }

  /** Returns when everything so far is written. */
  void flush() {
    Future<?> done = writer.submit(() -> {});
    try {
      done.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      LOG.warn("Where run {} went may not be recorded to the end: {}", claim.run(), e.toString());
    }
  }

  /** A name of an attacker must neither steer a terminal nor carry a password into the ledger. */
  static String cleaned(String wish) {
    String host = wish.substring(wish.lastIndexOf('@') + 1).replaceAll("[^\\x21-\\x7e]", "?");
    return host.length() > LONGEST_NAME ? host.substring(0, LONGEST_NAME) + "..." : host;
  }

  private void later(EventType type, String line) {
    traffic.news(line).ifPresent(text -> writer.execute(() -> write(type, text)));
  }

  private void write(EventType type, String text) {
    if (!ours) {
      return;
    }
    try {
      log.tell(claim, type, text);
    } catch (FencedOut e) {
      ours = false; // whoever owns the run now stops the agent; until then it needs its network
      LOG.info("{}; where it goes is no longer recorded here", e.getMessage());
    } catch (LedgerException e) {
      LOG.warn("Not recorded for run {}: {}: {}", claim.run(), text, e.getMessage());
    }
  }
}
