package drover.policy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How little a text is like words: Shannon's measure, in bits a character. */
final class Entropy {
  private Entropy() {}

  static double of(String text) {
    Map<Integer, Long> counts =
        text.chars()
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    double bits = 0;
    for (long count : counts.values()) {
      double share = (double) count / text.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}
