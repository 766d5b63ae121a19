package drover.limit;

import drover.config.LimitSettings;
import drover.follow.TurnReport;
import drover.ledger.Ledger;
import drover.ledger.TurnRecord;
import drover.run.RunExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads all limits of a live turn: its own from its report and the clock, those it shares with
 * other runs from what is known of the day, when the turn has spent more and once a second.
 */
final class Meter {
  private static final Duration OTHERS_LOOKED_AT = Duration.ofSeconds(1);

  private final LimitSettings most;
  private final int maxTurns;
  private final TurnReport report;
  private final Standing standing;
  private final double turnCostBefore;
  private final double runCostBefore;
  private final Duration turnTimeBefore;
  private final Duration runTimeBefore;
  private final Instant begun;

  /** One that was found again began before anybody looked. */
  private final Instant turnBegun;

  private List<Reading> ofTheDay = List.of();
  private Instant dayReadAt = Instant.MIN;
  private double dayReadWithUsd;

  /**
   * @param day shared by all turns that are live here
   * @param maxTurns agent turns of one invocation
   * @param before earlier invocations of the same turn
   */
  Meter(
      Ledger ledger,
      DaySpend day,
      LimitSettings most,
      int maxTurns,
      RunExecution run,
      TurnRecord turn,
      List<TurnRecord> before,
      TurnReport report,
      Instant now) {
    this.most = most;
    this.maxTurns = maxTurns;
    this.report = report;
    this.standing = Standing.of(ledger, day, most, run);
    double own = ledger.read().spend().ofInvocation(run.id(), turn.turn(), turn.invocation());
    this.turnCostBefore = ledger.read().spend().ofTurn(run.id(), turn.turn()) - own;
    this.runCostBefore = ledger.read().spend().ofRun(run.id()) - own;
    this.turnTimeBefore =
        before.stream().map(Meter::duration).reduce(Duration.ZERO, Duration::plus);
    this.runTimeBefore = ledger.read().runTimes().worked(run.id(), now);
    this.begun = now;
    this.turnBegun = turn.startedAt();
  }

  List<Reading> readings(Instant now) {
    Duration taken = Duration.between(begun, now);
    Duration ofTurn = turnTimeBefore.plus(Duration.between(turnBegun, now));
    double usd = report.costUsd();
    List<Reading> all = new ArrayList<>();
    all.add(new Reading(Limit.TURN_COST, most.turnCostUsd(), turnCostBefore + usd));
    all.add(new Reading(Limit.RUN_COST, most.costUsd(), runCostBefore + usd));
    all.addAll(ofTheDay(now, usd));
    all.add(new Reading(Limit.TURN_TIME, most.turnSeconds(), seconds(ofTurn)));
    all.add(new Reading(Limit.RUN_TIME, most.runSeconds(), seconds(runTimeBefore.plus(taken))));
    all.add(new Reading(Limit.AGENT_TURNS, maxTurns, report.modelMessages()));
    all.add(new Reading(Limit.ERRORS_IN_A_ROW, most.consecutiveErrors(), errorsInARow()));
    return all;
  }

  /** Failed tools and failed model calls alike: nothing has worked since. */
  private int errorsInARow() {
    return report.consecutiveToolErrors() + report.pulse().consecutiveModelErrors();
  }

  private List<Reading> ofTheDay(Instant now, double usd) {
    if (usd != dayReadWithUsd || !now.isBefore(dayReadAt.plus(OTHERS_LOOKED_AT))) {
      ofTheDay = List.of(standing.jobToday(now), standing.today(now));
      dayReadAt = now;
      dayReadWithUsd = usd;
    }
    return ofTheDay;
  }

  private static Duration duration(TurnRecord invocation) {
    return invocation
        .finishedAt()
        .map(end -> Duration.between(invocation.startedAt(), end))
        .orElse(Duration.ZERO);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
