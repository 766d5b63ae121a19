package drover.limit;

import drover.follow.TurnOutcome;
import java.util.Map;

/**
 * How much of a limit is used.
 *
 * @param most the limit: US dollars, seconds or a count
 * @param actual what is used of it, in the same unit
 */
public record Reading(Limit limit, double most, double actual) {

  /** A whole agent turn more than allowed, for the agent itself stops after the last one. */
  boolean isReached() {
    return limit == Limit.AGENT_TURNS ? actual > most : actual >= most;
  }

  boolean isNear(int percent) {
    return limit.isUsedUpGradually() && actual >= most * percent / 100;
  }

  public TurnOutcome outcome() {
    return limit.outcome;
  }

  public double overshoot() {
    return Math.max(0, actual - most);
  }

  /** A code, a colon and a sentence. */
  public String reason() {
    return "%s: %s".formatted(limit.word(), sentence());
  }

  /** What was used of what, how much that is over, and what sets the limit. */
  String sentence() {
    return "%s %s of %s, %s over (%s)"
        .formatted(limit.told, amount(actual), amount(most), amount(overshoot()), limit.key);
  }

  /** For the agent that is asked to come to its end. */
  String left() {
    return "%s %s of %s, %s are left"
        .formatted(limit.told, amount(actual), amount(most), amount(Math.max(0, most - actual)));
  }

  Map<String, ?> details() {
    return Map.of("limit", limit.word(), "most", most, "actual", actual, "overshoot", overshoot());
  }

  private String amount(double value) {
    return limit.amount(value);
  }
}
