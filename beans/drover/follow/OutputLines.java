package drover.follow;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/** Agent output read to its end, line by line at the reader's pace. */
public final class OutputLines implements AutoCloseable {

  private static final int CHUNK_BYTES = 64 << 10;

  /** So large that few lines span two chunks and need to be put together. */
  private static final int PUMP_CHUNK_BYTES = 1 << 20;

  /**
   * One line.
   *
   * @param bytes without the line end; empty when the line was dropped for its length
   * @param length bytes of the line as it came
   * @param offsetAfter offset in the input of the first byte after the line and its line end
   */
  public record Line(byte[] bytes, long length, long offsetAfter) {
    /** Whether the line was longer than the maximum. */
    public boolean dropped() {
      return length > bytes.length;
    }
  }

  private final InputStream input;
  private final Queue<Line> ready = new ArrayDeque<>();
  private final LineFramer framer;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private boolean ended;

  public OutputLines(InputStream input) {
    this(input, LineFramer.DEFAULT_MAXIMUM_LINE_BYTES);
  }

  public OutputLines(InputStream input, int maximumLineBytes) {
    this.input = input;
    this.framer = new LineFramer(new Keeping(), 0, maximumLineBytes);
  }

  /** The next line; none at the end of the input. */
  public Optional<Line> next() throws IOException {
    while (ready.isEmpty() && !ended) {
      int read = input.read(chunk);
      if (read < 0) {
        ended = true;
        framer.finish();
      } else {
        framer.feed(chunk, 0, read);
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  /** Feeds the whole input to the framer and finishes it: the fast way to read all of it. */
  public static void pump(InputStream input, LineFramer framer) throws IOException {
    byte[] chunk = new byte[PUMP_CHUNK_BYTES];
    for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
      framer.feed(chunk, 0, read);
    }
    framer.finish();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private final class Keeping implements LineSink {
    @Override
    public void line(byte[] buffer, int offset, int length, long offsetAfter) {
      byte[] own = Arrays.copyOfRange(buffer, offset, offset + length);
      ready.add(new Line(own, length, offsetAfter));
    }

    @Override
    public void tooLong(long length, long offsetAfter) {
      ready.add(new Line(new byte[0], length, offsetAfter));
    }
  }
}
