package drover.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The outputs of agents that are being followed now. */
public final class LiveOutputs {
  private final Set<OutputTail> tails = ConcurrentHashMap.newKeySet();

  void add(OutputTail tail) {
    tails.add(tail);
  }

  void remove(OutputTail tail) {
    tails.remove(tail);
  }

  /** How old the oldest output is, at most, that was not dealt with; zero: there is none. */
  public Duration lag(Instant now) {
    return tails.stream()
        .map(tail -> tail.lag(now))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
