package drover.cluster.turn;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line of a container's log as the kubelet tells it with {@code timestamps=true}: RFC 3339 with
 * nanoseconds, a blank, what the container printed (Kubernetes API, read_namespaced_pod_log).
 *
 * @param text what the container printed, without the line's end
 */
record StampedLine(Instant stamp, byte[] text) {
  private static final int LONGEST_STAMP = 40;

  /** Empty: it has no stamp, so it is a message of the cluster and not of the container. */
  static Optional<StampedLine> read(byte[] line) {
    int blank = blankOf(line);
    if (blank < 0) {
      return Optional.empty();
    }
    try {
      String stamp = new String(line, 0, blank, StandardCharsets.US_ASCII);
      int text = Math.min(blank + 1, line.length);
      return Optional.of(
          new StampedLine(
              OffsetDateTime.parse(stamp).toInstant(),
              Arrays.copyOfRange(line, text, line.length)));
    } catch (DateTimeException e) {
      return Optional.empty(); // a word that happens to stand in front
    }
  }

  /** An empty line of the container may have lost the blank. */
  private static int blankOf(byte[] line) {
    int most = Math.min(line.length, LONGEST_STAMP);
    for (int i = 0; i < most; i++) {
      if (line[i] == ' ') {
        return i;
      }
    }
    return most == line.length ? line.length : -1;
  }
}
