package drover.cluster.agenttask;

import drover.cluster.agenttask.Deed.Begin;
import drover.cluster.agenttask.Deed.Tell;
import drover.ledger.RunRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What an AgentTask comes to, as it stands beside the ledger. The same two give the same answer on
 * every instance; once it was done they give none.
 */
final class Judgement {
  /** Runs that the ledger knows. */
  @FunctionalInterface
  interface KnownRuns {
    Optional<RunRecord> find(String run);
  }

  private final KnownRuns runs;
  private final RunStatus statuses;

  Judgement(KnownRuns runs, RunStatus statuses) {
    this.runs = runs;
    this.statuses = statuses;
  }

  Optional<Deed> on(AgentTask task, Instant now) {
    Optional<RunRecord> latest = task.latestRun().flatMap(runs::find);
    if (latest.isPresent() && !latest.get().state().isEnded()) {
      return tell(task, statuses.of(task, latest.get(), now), now);
    }
    Optional<Begin> wanted = wanted(task, latest, now);
    if (wanted.isPresent()) {
      // it may have begun already, and nobody came to say so
      Optional<RunRecord> begun = runs.find(wanted.get().run());
      return begun.isPresent()
          ? tell(task, statuses.of(task, begun.get(), now), now)
          : wanted.map(Deed.class::cast);
    }
    if (task.isRefused()) {
      return Optional.empty();
    }
    return tell(task, latest.map(run -> statuses.of(task, run, now)).orElse(alone(task, now)), now);
  }

  private static Optional<Begin> wanted(AgentTask task, Optional<RunRecord> latest, Instant now) {
    if (task.isRefused()) {
      return Optional.empty();
    }
    Optional<String> before = task.latestRun();
    boolean isAskedAgain = task.status().asksForARun() && task.status().tellsAnEnd();
    if (before.isPresent() && isAskedAgain) {
      return Optional.of(new Begin(task, TaskKey.after(task, before.get())));
    }
    if (task.schedule().isPresent()) {
      return TaskSchedule.due(task, latest.flatMap(RunRecord::finishedAt), now)
          .map(firing -> new Begin(task, TaskKey.firing(task, firing)));
    }
    return before.isEmpty() && task.status().asksForARun()
        ? Optional.of(new Begin(task, TaskKey.first(task)))
        : Optional.empty();
  }

  /** Without a run that this ledger knows. */
  private static Status alone(AgentTask task, Instant now) {
    boolean hasEnded = task.status().known().filter(Phase::isEnd).isPresent();
    boolean isIdle = task.status().phase().isEmpty() && task.latestRun().isEmpty();
    if (hasEnded || isIdle || task.schedule().isPresent() && task.latestRun().isEmpty()) {
      return task.status();
    }
    String sentence =
        "its run %sis not in the ledger of this factory: set the phase to Pending to have it done"
            .formatted(task.latestRun().map(run -> run + " ").orElse(""));
    return task.status()
        .with(
            Phase.FAILED,
            sentence,
            new Condition(
                Condition.SUCCEEDED,
                Condition.FALSE,
                "Lost",
                sentence,
                now.truncatedTo(ChronoUnit.SECONDS),
                Optional.empty()));
  }

  private static Optional<Deed> tell(AgentTask task, Status what, Instant now) {
    Status whole =
        TaskSchedule.condition(task, now)
            .map(what::saying)
            .orElseGet(() -> what.without(Condition.SCHEDULE_VALID));
    return whole.isAsGoodAs(task.status()) ? Optional.empty() : Optional.of(new Tell(task, whole));
  }
}
