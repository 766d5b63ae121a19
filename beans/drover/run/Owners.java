package drover.run;

import drover.ledger.InstanceRecord;
import drover.ledger.RunRecord;
import drover.ledger.Tables;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells whether somebody executes a run.
 *
 * @param lease silence after which an instance counts as gone
 */
public record Owners(Duration lease) {

  /** The instance that owns the run, unless its process is gone or was silent for too long. */
  public Optional<InstanceRecord> liveOwnerOf(Tables tables, RunRecord run) {
    return run.owner()
        .flatMap(id -> tables.instances().find(id))
        .filter(owner -> !owner.process().isGoneFromThisHost())
        .filter(owner -> owner.silentMillis() <= lease.toMillis());
  }
}
