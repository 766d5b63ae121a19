package drover.limit;

import drover.config.LimitSettings;
import drover.ledger.Ledger;
import drover.ledger.Tables;
import drover.run.RunExecution;
import java.time.Instant;
import java.util.List;

/**
 * What the ledger says of the limits that a run shares with its other turns and with other runs.
 *
 * @param day what was spent today, as it was a moment ago
 * @param most the limits
 * @param run its id
 * @param mode real or rehearsal, which have budgets of their own
 */
record Standing(
    Ledger ledger, DaySpend day, LimitSettings most, String run, String job, String mode) {

  static Standing of(Ledger ledger, DaySpend day, LimitSettings most, RunExecution run) {
    return new Standing(ledger, day, most, run.id(), run.task().job(), run.task().mode().word());
  }

  /** Whatever outlasts a turn. */
  List<Reading> ofRunAndDay(Instant now) {
    Tables tables = ledger.read();
    return List.of(
        new Reading(Limit.RUN_COST, most.costUsd(), tables.spend().ofRun(run)),
        jobToday(now),
        today(now),
        runTime(now));
  }

  Reading jobToday(Instant now) {
    return new Reading(Limit.JOB_DAY_COST, most.jobDayCostUsd(), day.ofJob(job, mode, now));
  }

  Reading today(Instant now) {
    return new Reading(Limit.DAY_COST, most.dayCostUsd(), day.today(mode, now));
  }

  Reading runTime(Instant now) {
    double seconds = ledger.read().runTimes().worked(run, now).toMillis() / 1e3;
    return new Reading(Limit.RUN_TIME, most.runSeconds(), seconds);
  }
}
