package drover.schedule;

import drover.config.Cron;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The instants of a cron expression in a time zone. Every local time it names comes once: one that
 * the clocks leave out comes when they jump, one that they show twice comes the first time.
 */
public record Timetable(Cron cron, ZoneId zone) {

  /** The latest of them, {@code until} included; empty: there was none for years. */
  public Optional<Instant> latest(Instant until) {
    return cron.latest(reached(until)).map(this::instantOf);
  }

  /** The latest local time that clocks have shown, before they were put back perhaps. */
  private LocalDateTime reached(Instant until) {
    LocalDateTime shown = LocalDateTime.ofInstant(until, zone);
    return Optional.ofNullable(zone.getRules().previousTransition(until.plusNanos(1)))
        .filter(ZoneOffsetTransition::isOverlap)
        .map(change -> change.getDateTimeBefore().minusNanos(1))
        .filter(shown::isBefore)
        .orElse(shown);
  }

  private Instant instantOf(LocalDateTime time) {
    return Optional.ofNullable(zone.getRules().getTransition(time))
        .filter(ZoneOffsetTransition::isGap)
        .map(ZoneOffsetTransition::getInstant)
        .orElseGet(() -> time.atZone(zone).toInstant());
  }
}
