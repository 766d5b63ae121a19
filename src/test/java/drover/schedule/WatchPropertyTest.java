package drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Cron;
import drover.ledger.ScheduleRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** However a machine sleeps and wakes, forgets and remembers. */
class WatchPropertyTest {

  /** A machine that looks at a schedule now and then. */
  record Life(String cron, String zone, Duration catchUp, Instant since, List<Look> looks) {}

  /**
   * @param after time since the look before
   * @param isOnTheMinute as the clock of a machine that is awake looks
   * @param forgets whether it crashed before it wrote down what it had begun
   */
  record Look(Duration after, boolean isOnTheMinute, boolean forgets) {}

  /** A firing, and when it was begun. */
  record Begun(Instant firing, Instant at) {}

  @Property(tries = 300)
  void no_firing_begins_twice_unless_it_was_forgotten(@ForAll("lives") Life life) {
    List<Begun> begun = lived(life);
    long forgotten = life.looks().stream().filter(Look::forgets).count();
    assertThat(begun.stream().map(Begun::firing).distinct().count())
        .isGreaterThanOrEqualTo(begun.size() - forgotten);
  }

  @Property(tries = 300)
  void no_firing_begins_late_but_within_the_window(@ForAll("lives") Life life) {
    assertThat(lived(life))
        .allSatisfy(
            begun -> {
              Duration late = Duration.between(begun.firing(), begun.at());
              assertThat(late.isNegative()).isFalse();
              assertThat(late.isZero() || late.compareTo(life.catchUp()) < 0).isTrue();
              assertThat(late.isZero() || begun.firing().isAfter(life.since())).isTrue();
            });
  }

  @Property(tries = 300)
  void only_the_latest_firing_is_caught_up(@ForAll("lives") Life life) {
    Timetable times = timetable(life);
    assertThat(lived(life))
        .allSatisfy(begun -> assertThat(times.latest(begun.at())).contains(begun.firing()));
  }

  @Property(tries = 300)
  void a_machine_that_never_sleeps_misses_nothing(@ForAll("lives") Life life) {
    Timetable times = timetable(life);
    Watch watch = new Watch(times, Duration.ZERO);
    Instant minute = life.since().truncatedTo(ChronoUnit.MINUTES);
    for (int i = 0; i < 200; i++, minute = minute.plusSeconds(60)) {
      Optional<Instant> expected = times.latest(minute).filter(minute::equals);
      assertThat(watch.due(minute, record(life, Optional.empty()))).isEqualTo(expected);
    }
  }

  private static List<Begun> lived(Life life) {
    Watch watch = new Watch(timetable(life), life.catchUp());
    List<Begun> begun = new ArrayList<>();
    Optional<Instant> settled = Optional.empty();
    Instant now = life.since();
    for (Look look : life.looks()) {
      now = now.plus(look.after());
      Instant from = look.isOnTheMinute() ? now.truncatedTo(ChronoUnit.MINUTES) : now;
      Optional<Instant> due = watch.due(from, record(life, settled));
      if (due.isPresent()) {
        begun.add(new Begun(due.get(), from));
        settled = look.forgets() ? settled : due;
      }
    }
    return begun;
  }

  private static Timetable timetable(Life life) {
    return new Timetable(Cron.parse(life.cron()), ZoneId.of(life.zone()));
  }

  private static ScheduleRecord record(Life life, Optional<Instant> settled) {
    return new ScheduleRecord("nightly", life.cron(), life.zone(), life.since(), settled);
  }

  @Provide
  Arbitrary<Life> lives() {
    return Combinators.combine(
            Arbitraries.of(
                "0 9 * * *",
                "30 2 * * *",
                "*/10 * * * *",
                "0 0 1 * *",
                "15 3 29 2 *",
                "0 4 * * MON",
                "0 1-4 * * *",
                "0 0 1 1 *"),
            Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
            Arbitraries.integers().between(0, 3 * 1440).map(Duration::ofMinutes),
            // around the days on which the clocks of Berlin change, the end of a year, a leap day
            Arbitraries.of(
                    "2026-03-28T12:00:00Z",
                    "2026-10-24T12:00:00Z",
                    "2026-12-30T12:00:00Z",
                    "2028-02-27T12:00:00Z")
                .flatMap(
                    day ->
                        Arbitraries.longs()
                            .between(0, 86_400_000)
                            .map(millis -> Instant.parse(day).plusMillis(millis))),
            looks().list().ofMaxSize(60))
        .as(Life::new);
  }

  private static Arbitrary<Look> looks() {
    Arbitrary<Duration> pauses =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just(Duration.ofMinutes(1))),
            Tuple.of(2, Arbitraries.longs().between(1, 7_200_000).map(Duration::ofMillis)),
            Tuple.of(1, Arbitraries.longs().between(1, 4 * 86_400_000).map(Duration::ofMillis)));
    return Combinators.combine(
            pauses, Arbitraries.of(true, false), Arbitraries.of(true, false, false, false))
        .as(Look::new);
  }
}
