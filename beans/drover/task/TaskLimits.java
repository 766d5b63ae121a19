package drover.task;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a task says its run may cost at most; less than what is configured, never more. Parameters
 * that every job takes.
 *
 * @param costUsd all turns and attempts together, USD; empty: as configured
 * @param seconds how long the run is worked on; empty: as configured
 */
public record TaskLimits(Optional<Double> costUsd, Optional<Long> seconds) {
  public static final String COST = "max-cost-usd";
  public static final String DURATION = "max-duration-seconds";

  private static final Pattern MONEY = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,4})?");
  private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,6}");
  private static final double LEAST_USD = 0.01;

  /** Names of the parameters. */
  public static Set<String> names() {
    return Set.of(COST, DURATION);
  }

  /**
   * @throws InvalidTask when one of them is no such number
   */
  public static TaskLimits of(Map<String, String> params) {
    Optional<String> cost = Optional.ofNullable(params.get(COST));
    Optional<String> duration = Optional.ofNullable(params.get(DURATION));
    boolean isMoney =
        cost.filter(text -> !MONEY.matcher(text).matches() || Double.parseDouble(text) < LEAST_USD)
            .isEmpty();
    if (!isMoney) {
      throw new InvalidTask(
          "the parameter %s is \"%s\"; a right one is an amount in USD such as 2.50, at least 0.01"
              .formatted(COST, cost.orElse("")));
    }
    if (duration.filter(text -> !WHOLE.matcher(text).matches()).isPresent()) {
      throw new InvalidTask(
          "the parameter %s is \"%s\"; a right one is a number of seconds such as 3600"
              .formatted(DURATION, duration.orElse("")));
    }
    return new TaskLimits(cost.map(Double::valueOf), duration.map(Long::valueOf));
  }
}
