package drover.schedule;

import drover.ledger.ScheduleRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells at a look which firing is due. At most one is, the latest: whoever slept for a week does
 * not do the work of a week.
 *
 * @param catchUp how old a firing may be that was missed; zero: none is caught up
 */
record Watch(Timetable times, Duration catchUp) {

  Optional<Instant> due(Instant look, ScheduleRecord known) {
    return times
        .latest(look)
        .filter(firing -> !known.settled().equals(Optional.of(firing)))
        .filter(firing -> firing.equals(look) || isToBeCaughtUp(firing, look, known));
  }

  private boolean isToBeCaughtUp(Instant firing, Instant look, ScheduleRecord known) {
    return firing.isAfter(known.since()) && firing.isAfter(look.minus(catchUp));
  }
}
