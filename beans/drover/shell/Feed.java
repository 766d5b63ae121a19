package drover.shell;

import java.util.List;
import java.util.Optional;

/**
 * What a program reads on its standard input.
 *
 * @param from the programs whose output it is
 * @param before what those read themselves
 * @param text the text, where it is known
 * @param mark what the text is made of, where it is not known
 */
public record Feed(List<Call> from, Optional<Feed> before, Optional<String> text, char mark) {
  static final Feed NOTHING = new Feed(List.of(), Optional.empty(), Optional.empty(), '-');

  static Feed ofText(String text) {
    char mark = text.isEmpty() ? '-' : Origins.worst(text);
    return new Feed(List.of(), Optional.empty(), Optional.of(text), mark);
  }

  static Feed ofFile(String path) {
    char mark =
        path.startsWith("/dev/tcp/") || path.startsWith("/dev/udp/")
            ? Marks.DOWNLOADED
            : Marks.startsUnknown(path) ? path.charAt(0) : Origins.worst(path);
    return new Feed(List.of(), Optional.empty(), Optional.empty(), mark);
  }

  static Feed ofCalls(List<Call> calls, Feed before) {
    Optional<String> text = calls.size() == 1 ? calls.getFirst().prints() : Optional.empty();
    char mark = text.isPresent() ? Origins.worst(text.get()) : Origins.of(calls, before);
    return new Feed(List.copyOf(calls), Optional.of(before), text, mark);
  }

  public boolean isNothing() {
    return this == NOTHING;
  }
}
