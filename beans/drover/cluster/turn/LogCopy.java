package drover.cluster.turn;

import drover.machine.OwnFiles;
import drover.run.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies a container's log into the output file of a turn, line by line and without the stamps, so
 * that every copy of the same log has the same bytes at the same places. The log comes in several
 * streams, each of which may begin before the end of what is copied and break anywhere: lines that
 * are there already are told by stamp and digest and left out.
 */
final class LogCopy implements AutoCloseable {
  private static final int LONGEST_LINE = 64 << 20;
  private static final int DIGEST = 16;
  private static final int MOST_UNREAD = 4_096;

  private final RandomAccessFile file;
  private final LogIndex index;
  private final Known known;
  private final Consumer<String> notice;
  private final ByteArrayOutputStream half = new ByteArrayOutputStream();
  private final Deque<LogPosition> unread = new ArrayDeque<>();
  private LogPosition position;
  private Optional<LogPosition> first;

  /** Of the lines with the stamp of the last one, those that this stream has not shown yet. */
  private List<String> expected = List.of();

  private boolean catchingUp;
  private boolean filledUp;
  private boolean connects;

  /**
   * What the ledger says of an earlier copy, on this machine or another.
   *
   * @param first position after the first line of the log
   * @param read position up to which its lines are recorded
   */
  record Known(Optional<LogPosition> first, LogPosition read) {
    static final Known NOTHING = new Known(Optional.empty(), LogPosition.START);
  }

  private LogCopy(
      RandomAccessFile file,
      LogIndex index,
      LogIndex.Content content,
      Known known,
      Consumer<String> notice) {
    this.file = file;
    this.index = index;
    this.position = content.last();
    this.first = known.first().or(content::first);
    this.known = known;
    this.notice = notice;
  }

  /**
   * Goes on with the copy that is there, or begins one.
   *
   * @param notice told, for people, what of the log could not be had
   */
  static LogCopy open(Path output, Known known, Consumer<String> notice) {
    Path indexFile = output.resolveSibling(output.getFileName() + ".index");
    try {
      OwnFiles.closeDirectory(Objects.requireNonNull(output.toAbsolutePath().getParent()));
      OwnFiles.closeFile(output);
      LogIndex.Content found = LogIndex.read(indexFile);
      boolean isOurs =
          found.last().offset() >= known.read().offset()
              && found.last().offset() <= Files.size(output);
      LogIndex.Content content = isOurs ? found : LogIndex.Content.NONE;
      RandomAccessFile file = new RandomAccessFile(output.toFile(), "rw");
      file.setLength(content.last().offset()); // what the index does not know comes again
      file.seek(content.last().offset());
      return new LogCopy(file, LogIndex.open(indexFile, content), content, known, notice);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + output, e);
    }
  }

  /** Up to where the log is copied; the next stream is to begin at its stamp. */
  LogPosition position() {
    return position;
  }

  /** Position after the first line, as far as it is known. */
  Optional<LogPosition> first() {
    return first;
  }

  /** Whether what was recorded of the log before is not in this copy. */
  boolean isFilledUp() {
    return filledUp;
  }

  /** Whether what came last was no whole line. */
  boolean hasHalfALine() {
    return half.size() > 0;
  }

  /** A stream begins, at the stamp of the position or before it. */
  void connect() {
    half.reset();
    expected = new ArrayList<>(position.same());
    catchingUp = position.at().isPresent();
    connects = true;
  }

  /** The next bytes of the stream; the lines they complete are in the file when this returns. */
  void feed(byte[] chunk) {
    Batch batch = new Batch();
    int at = 0;
    for (int i = 0; i < chunk.length; i++) {
      if (chunk[i] == '\n') {
        hold(chunk, at, i - at);
        line(batch);
        at = i + 1;
      }
    }
    hold(chunk, at, chunk.length - at);
    batch.write();
  }

  /** The container is over and its log read to the end: a line that lacks its end is whole. */
  void finish() {
    Batch batch = new Batch();
    if (half.size() > 0) {
      line(batch);
    }
    batch.write();
    if (position.offset() < known.read().offset()) {
      notice.accept("the log of the agent's container is gone: what it said last is not known");
      fillUpTo(known.read());
    }
  }

  /** The position after the line that ends there, unless it was forgotten. */
  Optional<LogPosition> positionAt(long offset) {
    Optional<LogPosition> last = Optional.empty();
    while (!unread.isEmpty() && unread.peekFirst().offset() <= offset) {
      last = Optional.of(unread.removeFirst());
    }
    return last;
  }

  @Override
  public void close() {
    try (file;
        index) {
      unread.clear();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the copy of a log", e);
    }
  }

  private void hold(byte[] chunk, int offset, int length) {
    half.write(chunk, offset, Math.min(length, LONGEST_LINE - half.size()));
  }

  private void line(Batch batch) {
    byte[] bytes = half.toByteArray();
    half.reset();
    Optional<StampedLine> stamped = StampedLine.read(bytes);
    if (stamped.isEmpty()) {
      tellMessage(bytes);
      return;
    }
    String digest = Digests.sha256(bytes).substring(0, DIGEST);
    Instant stamp = stamped.get().stamp();
    byte[] line = Arrays.copyOf(stamped.get().text(), stamped.get().text().length + 1);
    line[line.length - 1] = '\n';
    if (position.equals(LogPosition.START)) {
      begin(LogPosition.START.after(stamp, digest, line.length), batch);
    }
    if (!isCopied(stamp, digest)) {
      batch.add(line, stamp, digest);
    }
  }

  /** An earlier copy began with the same line, or its log does not reach back so far any more. */
  private void begin(LogPosition afterFirst, Batch batch) {
    if (known.first().filter(other -> !other.equals(afterFirst)).isPresent()) {
      notice.accept(
          "the beginning of the agent's log was rotated away: it is read on from %s"
              .formatted(known.read().at().map(Instant::toString).orElse("its beginning")));
      batch.write();
      fillUpTo(known.read());
      connect();
    } else {
      first = Optional.of(afterFirst);
    }
  }

  private boolean isCopied(Instant stamp, String digest) {
    if (!catchingUp) {
      return false;
    }
    Instant last = position.at().orElseThrow();
    if (stamp.isBefore(last)) {
      connects = false;
      return true;
    }
    if (stamp.equals(last) && expected.remove(digest)) {
      connects = false;
      return true;
    }
    if (connects && stamp.isAfter(last)) {
      notice.accept(
          "the agent's log was rotated while nobody read it: what it said between %s and %s is lost"
              .formatted(last, stamp));
    }
    catchingUp = false;
    return false;
  }

  /** Such as the kubelet's word that it cannot read the log. */
  private void tellMessage(byte[] line) {
    String text = new String(line, java.nio.charset.StandardCharsets.UTF_8).strip();
    if (!text.isEmpty()) {
      notice.accept("the cluster says of the agent's log: " + text);
    }
  }

  /** Empty lines in the place of what cannot be had: whatever follows stands where it did. */
  private void fillUpTo(LogPosition target) {
    byte[] filler = new byte[64 * 1024];
    Arrays.fill(filler, (byte) '\n');
    try {
      for (long at = position.offset(); at < target.offset(); ) {
        int length = (int) Math.min(filler.length, target.offset() - at);
        file.write(filler, 0, length);
        at += length;
      }
      StringBuilder line = new StringBuilder();
      target
          .at()
          .ifPresent(
              at -> target.same().forEach(one -> LogIndex.add(line, target.offset(), at, one)));
      index.append(line);
      position = target;
      filledUp = true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the agent's output", e);
    }
  }

  /** Lines that are written at once, then told to the index. */
  private final class Batch {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final StringBuilder entries = new StringBuilder();

    void add(byte[] line, Instant stamp, String digest) {
      position = position.after(stamp, digest, line.length);
      lines.write(line, 0, line.length);
      LogIndex.add(entries, position.offset(), stamp, digest);
      unread.addLast(position);
      if (unread.size() > MOST_UNREAD) {
        unread.removeFirst();
      }
    }

    void write() {
      if (lines.size() == 0) {
        return;
      }
      try {
        file.write(lines.toByteArray());
        index.append(entries);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the agent's output", e);
      }
      lines.reset();
      entries.setLength(0);
    }
  }
}
