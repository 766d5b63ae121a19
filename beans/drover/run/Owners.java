package drover.run;

import drover.ledger.InstanceRecord;
import drover.ledger.RunRecord;
import drover.ledger.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells whether somebody executes a run.
 *
 * @param lease silence after which an instance counts as gone
 */
public record Owners(Duration lease) {

  /** The instance that owns the run, unless its process is gone or was silent for too long. */
  public Optional<InstanceRecord> liveOwnerOf(Tables tables, RunRecord run) {
    return run.owner().flatMap(id -> tables.instances().find(id)).filter(this::isAlive);
  }

  /** Whether it may still execute runs. */
  public boolean isAlive(InstanceRecord instance) {
    return !instance.process().isGoneFromThisHost() && instance.silentMillis() <= lease.toMillis();
  }

  /** The work of an owner that is gone ended when it last gave a sign of life. */
  void endWorkOfOwner(Tables tables, RunRecord run, Instant now) {
    Instant lastSign =
        run.owner()
            .flatMap(id -> tables.instances().find(id))
            .map(owner -> now.minusMillis(Math.max(0, owner.silentMillis())))
            .orElse(Instant.EPOCH);
    tables.runTimes().rest(run.id(), lastSign);
  }
}
