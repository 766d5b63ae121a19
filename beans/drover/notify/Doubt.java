package drover.notify;

import java.util.List;
import java.util.stream.Stream;

/** A message that may have been told before says so. */
final class Doubt {
  private static final String TOLD = "(you may have been told this before)";

  private Doubt() {}

  static List<String> lines(Letter letter) {
    Stream<String> doubt = letter.doubtful() ? Stream.of(TOLD) : Stream.empty();
    return Stream.concat(letter.message().lines().stream(), doubt).toList();
  }
}
