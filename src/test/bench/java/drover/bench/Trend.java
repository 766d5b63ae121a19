package drover.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Where a figure comes from and goes to: the middle one of the first third of all looks, warming up
 * left out, and that of the last third.
 */
record Trend(long from, long to) {
  private static final double TOLERANCE = 0.05;

  static Trend of(List<Sample> samples, ToLongFunction<Sample> figure) {
    int warm = samples.size() / 6;
    int third = Math.max(1, (samples.size() - warm) / 3);
    return new Trend(
        middle(samples.subList(warm, warm + third), figure),
        middle(samples.subList(samples.size() - third, samples.size()), figure));
  }

  /**
   * @param slack growth that says nothing, whatever the level
   */
  boolean isFlat(long slack) {
    return to <= from * (1 + TOLERANCE) + slack;
  }

  private static long middle(List<Sample> samples, ToLongFunction<Sample> figure) {
    long[] sorted = samples.stream().mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
