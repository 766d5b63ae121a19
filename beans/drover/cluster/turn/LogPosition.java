package drover.cluster.turn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a container's log has been copied.
 *
 * @param offset bytes of the copy; a line ends there
 * @param at stamp of the last line copied; empty: there is none
 * @param same digests of all lines copied that carry this stamp
 */
public record LogPosition(long offset, Optional<Instant> at, List<String> same) {
  static final LogPosition START = new LogPosition(0, Optional.empty(), List.of());

  public LogPosition {
    same = List.copyOf(same);
  }

  /** The position after one more line. */
  LogPosition after(Instant stamp, String digest, long length) {
    boolean isSame = at.filter(stamp::equals).isPresent();
    List<String> digests =
        isSame
            ? java.util.stream.Stream.concat(same.stream(), java.util.stream.Stream.of(digest))
                .toList()
            : List.of(digest);
    return new LogPosition(offset + length, Optional.of(stamp), digests);
  }
}
