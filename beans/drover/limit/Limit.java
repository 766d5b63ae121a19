package drover.limit;

import drover.follow.TurnOutcome;
import drover.json.WireWord;
import java.util.Locale;

/** What is limited, in the order in which it is looked at. */
public enum Limit implements WireWord {
  TURN_COST("the turn has cost", "turn-cost-usd", Unit.USD, TurnOutcome.OVER_BUDGET),
  RUN_COST("the run has cost", "cost-usd", Unit.USD, TurnOutcome.OVER_BUDGET),
  JOB_DAY_COST(
      "the runs of this job have cost today",
      "job-day-cost-usd",
      Unit.USD,
      TurnOutcome.OVER_BUDGET),
  DAY_COST("all runs have cost today", "day-cost-usd", Unit.USD, TurnOutcome.OVER_BUDGET),
  TURN_TIME("the turn has taken", "turn-seconds", Unit.SECONDS, TurnOutcome.OUT_OF_TIME),
  RUN_TIME("the run has taken", "run-seconds", Unit.SECONDS, TurnOutcome.OUT_OF_TIME),
  AGENT_TURNS("the agent has taken", "max-turns", Unit.TURNS, TurnOutcome.OUT_OF_TURNS),
  ERRORS_IN_A_ROW(
      "the agent has met", "consecutive-errors", Unit.ERRORS, TurnOutcome.TOO_MANY_ERRORS),
  MEMORY("the processes of the agent use", "memory-mb", Unit.MEGABYTES, TurnOutcome.FAILED),
  SILENCE("nothing new has come for", "silence-seconds", Unit.SECONDS, TurnOutcome.OUT_OF_TIME);

  /** What it is counted in. */
  enum Unit {
    USD("%.2f USD"),
    SECONDS("%.0f s"),
    TURNS("%.0f agent turns"),
    ERRORS("%.0f errors in a row"),
    MEGABYTES("%.0f MB");

    final String format;

    Unit(String format) {
      this.format = format;
    }
  }

  /** Beginning of a sentence that an amount completes. */
  final String told;

  /** The key that sets it, without the block it stands in. */
  final String key;

  final Unit unit;
  final TurnOutcome outcome;

  Limit(String told, String key, Unit unit, TurnOutcome outcome) {
    this.told = told;
    this.key = key;
    this.unit = unit;
    this.outcome = outcome;
  }

  String amount(double value) {
    // a cent is too coarse for small limits, and for how little one is over
    String format = unit == Unit.USD && value < 1 ? "%.4f USD" : unit.format;
    return String.format(Locale.ROOT, format, value);
  }

  /** What to do where it is used up. */
  String mend(String job) {
    return switch (this) {
      case DAY_COST -> "raise drover.limits.%s, or retry tomorrow".formatted(key);
      case JOB_DAY_COST ->
          "raise drover.limits.%s or drover.jobs.%s.limits.%s, or retry tomorrow"
              .formatted(key, job, key);
      case MEMORY -> "raise drover.sandbox." + key;
      default -> "raise drover.limits.%s or drover.jobs.%s.limits.%s".formatted(key, job, key);
    };
  }

  /** Errors come in a row or not: nearness means nothing. Silence is no use of anything. */
  boolean isUsedUpGradually() {
    return this != ERRORS_IN_A_ROW && this != SILENCE && this != MEMORY;
  }
}
