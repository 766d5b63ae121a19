package drover.egress;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What was told of one run already, so that a loop of an agent does not flood the ledger. */
final class Traffic {
  private static final int MOST_LINES = 1_000;

  private final Set<String> told = new HashSet<>();

  /** The line when it is news, and what to say when there have been too many; else empty. */
  synchronized Optional<String> news(String line) {
    if (told.size() > MOST_LINES || !told.add(line)) {
      return Optional.empty();
    }
    return Optional.of(
        told.size() > MOST_LINES
            ? "network: %d different lines; more are not recorded".formatted(MOST_LINES)
            : line);
  }
}
