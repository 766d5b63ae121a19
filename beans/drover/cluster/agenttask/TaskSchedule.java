package drover.cluster.agenttask;

import drover.config.Cron;
import drover.schedule.Timetable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The schedule of an AgentTask, read anew at every look, in UTC. What came while a run of it had
 * not ended is left out; of what came while nobody looked, the latest is made up for.
 */
final class TaskSchedule {
  private TaskSchedule() {}

  /**
   * The firing that has come since it was created, and since its latest run began and ended.
   *
   * @param ended when that was; empty: there was none, or it is not known
   * @return empty also where it cannot be followed
   */
  static Optional<Instant> due(AgentTask task, Optional<Instant> ended, Instant now) {
    Instant since =
        later(
            task.created(),
            later(task.status().lastRunTime().orElse(Instant.MIN), ended.orElse(Instant.MIN)));
    return task.schedule()
        .filter(text -> complaint(text).isEmpty())
        .flatMap(text -> new Timetable(Cron.parse(text), ZoneOffset.UTC).latest(now))
        .filter(firing -> firing.isAfter(since));
  }

  /** What is to be said of it; empty: it has none. */
  static Optional<Condition> condition(AgentTask task, Instant now) {
    return task.schedule()
        .map(
            text -> {
              Optional<String> complaint = complaint(text);
              return new Condition(
                  Condition.SCHEDULE_VALID,
                  complaint.isPresent() ? Condition.FALSE : Condition.TRUE,
                  complaint.isPresent() ? "NoCronExpression" : "Followed",
                  complaint.orElse("it follows " + text + " in UTC"),
                  now.truncatedTo(ChronoUnit.SECONDS),
                  Optional.of(task.generation()));
            });
  }

  private static Optional<String> complaint(String text) {
    try {
      Cron.parse(text);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "spec.schedule is \"%s\", which is no cron expression of five fields as in \"30 6 * * MON\" (minute, hour, day, month, weekday): %s"
              .formatted(text, e.getMessage()));
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
