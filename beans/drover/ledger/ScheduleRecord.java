package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule that is watched.
 *
 * @param cron its expression, as it was configured
 * @param zone name of the time zone it is read in
 * @param since when it was first seen with these
 * @param settled the latest firing that began or was skipped
 */
public record ScheduleRecord(
    String name, String cron, String zone, Instant since, Optional<Instant> settled) {

  /** Whether both mean the same times. */
  public boolean isSameAs(ScheduleRecord other) {
    return name.equals(other.name) && cron.equals(other.cron) && zone.equals(other.zone);
  }
}
