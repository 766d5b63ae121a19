package drover.notify;

import drover.config.NotifySettings;
import drover.config.NotifySettings.Digest;
import drover.ledger.Ledger;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that happened in a day or a week, in one message. */
public final class Digests {
  private static final LocalTime SIX = LocalTime.of(6, 0);

  /** One that was missed for longer, because nothing was running, is not made up for. */
  private static final Duration LATEST = Duration.ofHours(12);

  private final Ledger ledger;
  private final Newsroom newsroom;
  private final Digest digest;
  private final Clock clock;

  public Digests(Ledger ledger, Newsroom newsroom, NotifySettings settings, Clock clock) {
    this.ledger = ledger;
    this.newsroom = newsroom;
    this.digest = settings.digest();
    this.clock = clock;
  }

  /** When the time to tell came last; none where there is none, or it is told already. */
  public List<Instant> due() {
    return last()
        .filter(at -> Duration.between(at, clock.now()).compareTo(LATEST) < 0)
        .filter(at -> ledger.read().notices().find(id(at)).isEmpty())
        .stream()
        .toList();
  }

  /** The same is told once, by however many instances. */
  public void tell(Instant until) {
    Instant from = until.minus(digest == Digest.WEEKLY ? Duration.ofDays(7) : Duration.ofDays(1));
    ledger.write(
        tables -> {
          newsroom.announce(tables, id(until), news(tables, from, until));
          return until;
        });
  }

  private News news(Tables tables, Instant from, Instant until) {
    Map<RunState, Integer> ended = tables.runTimes().ended(from, until);
    int all = ended.values().stream().mapToInt(Integer::intValue).sum();
    String how =
        ended.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue() + " " + entry.getKey().word())
            .collect(Collectors.joining(", "));
    String text =
        "since %s: %d runs ended%s; %.2f USD spent"
            .formatted(
                from.toString().substring(0, 10),
                all,
                how.isEmpty() ? "" : " (" + how + ")",
                tables.spend().since(from, "real"));
    return new News(
        NewsEvent.DIGEST,
        "",
        digest.name().toLowerCase(Locale.ROOT),
        "",
        "",
        false,
        clock.now(),
        text,
        Map.of());
  }

  private static String id(Instant at) {
    return "digest/" + at;
  }

  private Optional<Instant> last() {
    ZonedDateTime now = clock.now().atZone(ZoneOffset.UTC);
    ZonedDateTime today = now.with(SIX);
    ZonedDateTime daily = today.isAfter(now) ? today.minusDays(1) : today;
    return switch (digest) {
      case NONE -> Optional.empty();
      case DAILY -> Optional.of(daily.toInstant());
      case WEEKLY ->
          Optional.of(daily.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toInstant());
    };
  }
}
