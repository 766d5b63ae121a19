package drover.limit;

import drover.config.LimitSettings;
import drover.config.Settings;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.run.Journal;
import drover.run.NotRunnable;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.task.Task;
import drover.task.TaskLimits;
import drover.turn.Assignment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What turns, runs and days may cost at most: lets turns begin, and watches those that run. */
public final class Limits {
  private static final Set<String> ENDED_AT_A_LIMIT = Set.of("over-budget", "out-of-time");

  private final Settings settings;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final LimitWitness witness;
  private final DaySpend day;

  public Limits(
      Settings settings, Ledger ledger, Journal journal, Clock clock, LimitWitness witness) {
    this.witness = witness;
    this.settings = settings;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.day = new DaySpend(ledger, clock);
  }

  /**
   * To be asked before a turn is begun.
   *
   * @throws RunEnded when a limit of the run or of the day is used up already
   */
  public void requireRoom(RunExecution run) {
    Standing standing = Standing.of(ledger, day, mostOf(run.task()), run);
    usedUp(standing)
        .ifPresent(
            reading -> {
              witness.hit(reading.limit());
              throw RunEnded.failed(
                  reading.outcome().word(),
                  "%s; no turn is begun; %s"
                      .formatted(reading.reason(), reading.limit().mend(run.task().job())));
            });
  }

  /**
   * Where an agent is asked to come to its end: a file that is there from then on.
   *
   * @param run directory of the run
   */
  public static Path wrapUpRequest(Path run) {
    return new WrapUpRequest(run).file();
  }

  /** Looks after a turn from now on. */
  public TurnWatch watch(
      RunExecution run, TurnRecord turn, Assignment assignment, TurnReport report) {
    LimitSettings most = mostOf(run.task());
    List<TurnRecord> before =
        ledger.read().turns().all(run.id()).stream()
            .filter(other -> other.turn() == turn.turn())
            .filter(other -> other.invocation() < turn.invocation())
            .toList();
    Meter meter =
        new Meter(ledger, day, most, assignment.maxTurns(), run, turn, before, report, clock.now());
    return new TurnWatch(run, journal, clock, most, assignment, meter, report, witness);
  }

  /**
   * A run that ended at a limit is not begun again before that has changed.
   *
   * @throws NotRunnable when the same limit would end it at once
   */
  public void refuseWhenUsedUp(RunRecord run) {
    if (run.outcome().filter(ENDED_AT_A_LIMIT::contains).isEmpty()) {
      return;
    }
    Task task = Json.read(run.taskJson(), Task.class);
    Standing standing =
        new Standing(ledger, day, mostOf(task), run.id(), task.job(), task.mode().word());
    usedUp(standing)
        .ifPresent(
            reading -> {
              throw new NotRunnable(
                  "run %s would end at once: %s; %s"
                      .formatted(run.id(), reading.sentence(), reading.limit().mend(task.job())));
            });
  }

  /**
   * Why no run of the job begins before midnight (UTC): the day's budget, or the job's, is spent.
   *
   * @param mode real or rehearsal
   */
  public Optional<String> dayIsSpent(String job, String mode) {
    Standing standing = new Standing(ledger, day, settings.limitsOf(job), "", job, mode);
    return Stream.of(standing.today(clock.now()), standing.jobToday(clock.now()))
        .filter(Reading::isReached)
        .map(reading -> "%s; %s".formatted(reading.sentence(), reading.limit().mend(job)))
        .findFirst();
  }

  /** What the task says itself can only be less than what is configured. */
  private LimitSettings mostOf(Task task) {
    TaskLimits own = TaskLimits.of(task.params());
    return settings.limitsOf(task.job()).atMost(own.costUsd(), own.seconds());
  }

  private Optional<Reading> usedUp(Standing standing) {
    return standing.ofRunAndDay(clock.now()).stream().filter(Reading::isReached).findFirst();
  }
}
