package drover.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A Unix cron expression: minute, hour, day of the month, month, day of the week. Where both days
 * are given, either will do.
 */
public final class Cron {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Any will do: the calendar repeats itself. */
  private static final LocalDateTime SOME_DAY = LocalDateTime.of(2024, 1, 1, 0, 0);

  private final String text;
  private final ExecutionTime times;

  private Cron(String text, ExecutionTime times) {
    this.text = text;
    this.times = times;
  }

  /**
   * @throws IllegalArgumentException with what is wrong with it, in a few words
   */
  public static Cron parse(String text) {
    Cron cron = new Cron(text, ExecutionTime.forCron(PARSER.parse(text).validate()));
    if (cron.latest(SOME_DAY).isEmpty()) {
      throw new IllegalArgumentException("it names a day that never comes");
    }
    return cron;
  }

  /** The latest local time it names, that one included; empty: there was none for years. */
  public Optional<LocalDateTime> latest(LocalDateTime until) {
    // a calendar without clock changes: those are not the expression's business
    LocalDateTime nextMinute = until.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    return times
        .lastExecution(nextMinute.atZone(ZoneOffset.UTC))
        .map(ZonedDateTime::toLocalDateTime);
  }

  @Override
  public String toString() {
    return text;
  }
}
