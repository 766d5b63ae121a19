package drover.cluster.turn;

import drover.machine.OwnFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Beside the copy of a log: where each line of it ends, its stamp and its digest. It is written
 * after the line itself, so what it does not know was not copied for good.
 */
final class LogIndex implements AutoCloseable {
  private final RandomAccessFile file;

  /**
   * What an index says.
   *
   * @param first position after the first line
   * @param last position after the last one
   * @param bytes of the index that are whole
   */
  record Content(Optional<LogPosition> first, LogPosition last, long bytes) {
    static final Content NONE = new Content(Optional.empty(), LogPosition.START, 0);
  }

  private LogIndex(RandomAccessFile file) {
    this.file = file;
  }

  static Content read(Path path) throws IOException {
    Content content = Content.NONE;
    if (!Files.exists(path)) {
      return content;
    }
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 4 || !parts[3].equals(".")) {
          break; // torn: whoever wrote it died
        }
        long length = Long.parseLong(parts[0]) - content.last().offset();
        LogPosition last = content.last().after(Instant.parse(parts[1]), parts[2], length);
        content =
            new Content(
                content.first().or(() -> Optional.of(last)),
                last,
                content.bytes() + line.length() + 1);
      }
    }
    return content;
  }

  /** Goes on with what is whole of it. */
  static LogIndex open(Path path, Content content) throws IOException {
    OwnFiles.closeFile(path);
    LogIndex index = new LogIndex(new RandomAccessFile(path.toFile(), "rw"));
    index.file.setLength(content.bytes());
    index.file.seek(content.bytes());
    return index;
  }

  static void add(StringBuilder lines, long offset, Instant stamp, String digest) {
    lines.append(offset).append(' ').append(stamp).append(' ').append(digest).append(" .\n");
  }

  void append(CharSequence lines) throws IOException {
    file.write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
