package drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Cron;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instants an expression means, on ordinary days and on those that are not. */
class TimetableTest {

  @ParameterizedTest(name = "{0} in {1} until {2}: {3}")
  @CsvSource({
    "0 9 * * *,     UTC,           2026-03-10T08:59:59Z, 2026-03-09T09:00:00Z",
    "0 9 * * *,     UTC,           2026-03-10T09:00:00Z, 2026-03-10T09:00:00Z",
    "0 9 * * *,     Europe/Berlin, 2026-07-10T09:00:00Z, 2026-07-10T07:00:00Z",
    "0 9 * * *,     Europe/Berlin, 2026-12-10T09:00:00Z, 2026-12-10T08:00:00Z",
    "0 4 * * MON,   UTC,           2026-11-21T12:00:00Z, 2026-11-16T04:00:00Z",
    "0 4 * * mon,   UTC,           2026-11-21T12:00:00Z, 2026-11-16T04:00:00Z",
    "0 4 * * 7,     UTC,           2026-11-21T12:00:00Z, 2026-11-15T04:00:00Z",
    "0 4 13 * FRI,  UTC,           2026-11-15T00:00:00Z, 2026-11-13T04:00:00Z",
    "0 4 12 * FRI,  UTC,           2026-11-12T23:00:00Z, 2026-11-12T04:00:00Z",
    "'5,35 8-10 * JAN-MAR *', UTC, 2026-06-01T00:00:00Z, 2026-03-31T10:35:00Z",
    // the year ends, leap days
    "59 23 31 12 *, UTC,           2027-01-01T00:00:00Z, 2026-12-31T23:59:00Z",
    "0 0 1 1 *,     Asia/Tokyo,    2026-12-31T15:00:00Z, 2026-12-31T15:00:00Z",
    "0 12 29 2 *,   UTC,           2027-02-28T23:00:00Z, 2024-02-29T12:00:00Z",
    "0 12 29 2 *,   UTC,           2028-02-29T12:00:00Z, 2028-02-29T12:00:00Z",
    // clocks jump from 02:00 to 03:00, which is 01:00 UTC
    "30 2 * * *,    Europe/Berlin, 2026-03-29T00:59:59Z, 2026-03-28T01:30:00Z",
    "30 2 * * *,    Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-29T01:00:00Z",
    "30 2 * * *,    Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-29T01:00:00Z",
    "0 3 * * *,     Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-29T01:00:00Z",
    // clocks are put back from 03:00 to 02:00, which is 01:00 UTC
    "30 2 * * *,    Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *,    Europe/Berlin, 2026-10-25T01:10:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *,    Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *,    Europe/Berlin, 2026-10-26T01:00:00Z, 2026-10-25T00:30:00Z",
    "0 3 * * *,     Europe/Berlin, 2026-10-25T02:00:00Z, 2026-10-25T02:00:00Z",
    // a day that was left out on the calendar
    "0 12 30 12 *,  Pacific/Apia,  2011-12-31T00:00:00Z, 2011-12-30T10:00:00Z",
  })
  void an_expression_means_the_latest_time_that_has_come(
      String cron, String zone, Instant until, Instant expected) {
    assertThat(timetable(cron, zone).latest(until)).contains(expected);
  }

  @Test
  void every_half_hour_comes_forty_six_times_where_an_hour_is_left_out() {
    // 02:00, 02:30 and 03:00 are one instant, and one run
    assertThat(all("*/30 * * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"))
        .hasSize(46)
        .doesNotHaveDuplicates();
  }

  @Test
  void every_half_hour_comes_forty_eight_times_where_an_hour_comes_twice() {
    assertThat(all("*/30 * * * *", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"))
        .hasSize(48)
        .doesNotContain(
            Instant.parse("2026-10-25T01:00:00Z"), Instant.parse("2026-10-25T01:30:00Z"));
  }

  /** From the first instant, that one included, to the second. */
  private static List<Instant> all(String cron, String zone, String from, String to) {
    Timetable times = timetable(cron, zone);
    List<Instant> found = new ArrayList<>();
    Optional<Instant> next = times.latest(Instant.parse(to).minusMillis(1));
    while (next.filter(at -> !at.isBefore(Instant.parse(from))).isPresent()) {
      found.add(next.get());
      next = times.latest(next.get().minusMillis(1));
    }
    Collections.reverse(found);
    return found;
  }

  private static Timetable timetable(String cron, String zone) {
    return new Timetable(Cron.parse(cron), ZoneId.of(zone));
  }
}
