package drover.run;

import drover.json.Json;
import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a run from claim to end. Every change is one transaction with its event. */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final String DISK_IS_FULL = "No space left on device";
  private static final String CANCELLED = "cancelled: somebody asked for it";

  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Instance instance;
  private final LiveRuns liveRuns;
  private final Owners owners;
  private final Path dataDirectory;
  private final EndWitness witness;
  private final ClaimCheck check;

  public Runs(
      Ledger ledger,
      Journal journal,
      Clock clock,
      Instance instance,
      LiveRuns liveRuns,
      Owners owners,
      Path dataDirectory,
      EndWitness witness,
      ClaimCheck check) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.instance = instance;
    this.liveRuns = liveRuns;
    this.owners = owners;
    this.dataDirectory = dataDirectory;
    this.witness = witness;
    this.check = check;
  }

  /**
   * Makes this process the owner of a run that nobody executes.
   *
   * @throws NotRunnable when the run is over, or a live instance owns it
   */
  public RunExecution claim(String runId) {
    RunRecord claimed =
        ledger.write(
            tables -> {
              RunRecord run = existing(tables, runId);
              refuseWhenOwned(tables, run);
              refuseElsewhere(tables, run);
              check.check(tables, run);
              owners.endWorkOfOwner(tables, run, clock.now());
              Claim claim =
                  tables
                      .runs()
                      .claim(run, instance.id(), clock.now())
                      .orElseThrow(
                          () ->
                              new NotRunnable(
                                  "run " + runId + " is " + run.state().word() + " already"));
              tables.places().moveTo(instance.place().id(), runId);
              tables.runTimes().begin(runId, clock.now());
              journal.append(
                  tables, runId, EventType.STATE, "running", Map.of("state", RunState.RUNNING));
              return tables.runs().fenced(claim);
            });
    RunExecution execution =
        new RunExecution(
            new Claim(runId, instance.id(), claimed.fence(), claimed.attempt()),
            Json.read(claimed.taskJson(), Task.class),
            claimed.createdAt(),
            RunDirectory.of(dataDirectory, runId));
    liveRuns.add(execution);
    return execution;
  }

  /** The last step of the job route is done. */
  public void succeed(RunExecution run, String outcome, String summary) {
    end(run, RunState.SUCCEEDED, outcome, outcome + ": " + summary);
  }

  /**
   * A decision of the job route: the step it was taken on counts as failed, a retry begins there.
   */
  public void end(RunExecution run, RunEnded how) {
    Duration worked =
        ledger.write(
            tables -> {
              tables.runs().fenced(run.claim());
              tables.steps().failLast(run.id(), clock.now());
              how.block().ifPresent(block -> ask(tables, run, block));
              return recordEnd(tables, run, how.state(), how.outcome(), how.reason());
            });
    liveRuns.remove(run);
    witness.ended(run.task(), how.outcome(), worked);
  }

  /** The decision behind an exception; a failure of work that had to stop is no decision. */
  public void endedBy(RunExecution run, Exception failure) {
    RunEnded how = Causes.find(failure, RunEnded.class);
    if (how.state() == RunState.FAILED && run.stop().isRequested()) {
      stop(run, new RunStopped(run.stop().reason().orElseThrow()));
    } else if (how.state() == RunState.FAILED && isToBeCancelled(run)) {
      stop(run, new RunStopped(StopSignal.Reason.CANCELLED)); // it failed before it was told
    } else {
      end(run, how);
    }
  }

  /** It cannot go on now, but later; one that has to stop anyway stops. */
  public void parkedBy(RunExecution run, Exception failure) {
    if (run.stop().isRequested()) {
      stop(run, new RunStopped(run.stop().reason().orElseThrow()));
    } else {
      park(run, Causes.find(failure, RunWaiting.class));
    }
  }

  public void stoppedBy(RunExecution run, Exception failure) {
    stop(run, Causes.find(failure, RunStopped.class));
  }

  /** Something broke that no step foresaw; or it broke because it had to stop. */
  public void breakDown(RunExecution run, Exception failure) {
    if (run.stop().isRequested()) {
      stop(run, new RunStopped(run.stop().reason().orElseThrow()));
      return;
    }
    String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    String code = message.contains(DISK_IS_FULL) ? "disk-full" : "internal";
    end(run, RunState.FAILED, "failed", code + ": " + message.lines().findFirst().orElse(message));
  }

  public void stop(RunExecution run, RunStopped stopped) {
    switch (stopped.getReason()) {
      case CANCELLED -> end(run, RunState.CANCELLED, "cancelled", CANCELLED);
      case INTERRUPTED -> park(run, RunWaiting.interrupted(run));
      case FENCED_OUT -> liveRuns.remove(run);
    }
  }

  /**
   * The ledger could not be written: nobody knows how far the run is recorded. Like after a crash
   * it is entered again, by whoever finds that nobody executes it.
   */
  public void letGo(RunExecution run, Exception failure) {
    LOG.warn(
        "Run {} rests until the ledger can be used: {}",
        run.id(),
        Causes.find(failure, LedgerException.class).getMessage());
    liveRuns.remove(run);
  }

  /** Whatever happened, this process does not execute the run any longer. */
  public void release(RunExecution run) {
    liveRuns.remove(run);
  }

  private void park(RunExecution run, RunWaiting wait) {
    Optional<Duration> ended =
        ledger.write(
            tables -> {
              RunRecord now = tables.runs().fenced(run.claim());
              if (now.cancelRequestedAt().isPresent()) { // a waiting run has nobody to obey
                return Optional.of(
                    recordEnd(tables, run, RunState.CANCELLED, "cancelled", CANCELLED));
              }
              String reason = journal.withoutSecrets(wait.reason());
              tables.runTimes().rest(run.id(), clock.now());
              tables.runs().park(run.claim(), wait.waitingFor().word(), wait.until(), reason);
              journal.append(tables, run.id(), EventType.STATE, wait.text(), wait.details());
              return Optional.empty();
            });
    liveRuns.remove(run);
    ended.ifPresent(worked -> witness.ended(run.task(), "cancelled", worked));
  }

  private void end(RunExecution run, RunState state, String outcome, String reason) {
    Duration worked =
        ledger.write(
            tables -> {
              tables.runs().fenced(run.claim());
              return recordEnd(tables, run, state, outcome, reason);
            });
    liveRuns.remove(run);
    witness.ended(run.task(), outcome, worked);
  }

  private boolean isToBeCancelled(RunExecution run) {
    return ledger
        .read()
        .runs()
        .find(run.id())
        .filter(now -> now.cancelRequestedAt().isPresent())
        .isPresent();
  }

  /** How long it was worked on in the end. */
  private Duration recordEnd(
      Tables tables, RunExecution run, RunState state, String outcome, String reason) {
    tables.steps().failRunning(run.id(), clock.now());
    tables.runTimes().rest(run.id(), clock.now());
    tables.runs().end(run.id(), state, outcome, journal.withoutSecrets(reason), clock.now());
    journal.append(
        tables, run.id(), EventType.STATE, reason, Map.of("state", state, "outcome", outcome));
    return tables.runTimes().worked(run.id(), clock.now());
  }

  private void ask(Tables tables, RunExecution run, Block block) {
    tables.approvals().ask(run.claim(), block.gate(), block.seen(), block.never(), clock.now());
  }

  private void refuseWhenOwned(Tables tables, RunRecord run) {
    owners
        .liveOwnerOf(tables, run)
        .filter(owner -> !owner.id().equals(instance.id()) || liveRuns.holds(run.id()))
        .ifPresent(
            owner -> {
              throw new NotRunnable(
                  "run %s is being executed by process %d on %s"
                      .formatted(run.id(), owner.process().pid(), owner.process().host()));
            });
  }

  private void refuseElsewhere(Tables tables, RunRecord run) {
    if (!ledger.isShared()) {
      return; // files and ledger are in the same directory
    }
    Whereabouts.elsewhere(tables, run.id(), instance.place())
        .ifPresent(
            place -> {
              throw new NotRunnable(
                  "the files of run %s are in %s: go on there".formatted(run.id(), place.text()));
            });
  }

  private static RunRecord existing(Tables tables, String runId) {
    return tables
        .runs()
        .find(runId)
        .orElseThrow(
            () -> new NotRunnable("there is no run " + runId + ": ./drover runs lists them"));
  }
}
