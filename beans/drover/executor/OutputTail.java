package drover.executor;

import drover.follow.LineFramer;
import drover.follow.LineSink;
import drover.follow.OutputLines.Line;
import drover.machine.Clock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * The lines of a file that grows, one by one as they come. A file and not a pipe: the output
 * survives this process, and a reader that waits holds no carrier thread.
 */
public final class OutputTail implements Iterator<Line>, AutoCloseable {
  /** Small, for there may be a thousand of these. */
  private static final int CHUNK = 8 * 1024;

  private final RandomAccessFile file;
  private final LineFramer framer;
  private final Queue<Line> ready = new ArrayDeque<>();
  private final byte[] chunk = new byte[CHUNK];
  private final BooleanSupplier writerAlive;
  private final Runnable whileWaiting;
  private final Clock clock;
  private final Duration poll;
  private final LiveOutputs outputs;
  private boolean finished;

  /** Since when there has been output that is not dealt with; empty: there is none. */
  private volatile Optional<Instant> behindSince = Optional.empty();

  /**
   * @param from offset to begin with
   * @param writerAlive whether more may come; asked before the file is read once more
   * @param whileWaiting called on every look at the file that found nothing new
   * @param outputs those that are followed now; this one until it is closed
   */
  public OutputTail(
      Path output,
      long from,
      BooleanSupplier writerAlive,
      Runnable whileWaiting,
      Clock clock,
      Duration poll,
      LiveOutputs outputs) {
    this.framer = new LineFramer(new Ready(), from, LineFramer.DEFAULT_MAXIMUM_LINE_BYTES);
    this.writerAlive = writerAlive;
    this.whileWaiting = whileWaiting;
    this.clock = clock;
    this.poll = poll;
    this.outputs = outputs;
    try {
      this.file = new RandomAccessFile(output.toFile(), "r");
      file.seek(from);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the agent's output " + output, e);
    }
    outputs.add(this);
  }

  /** How old the oldest output is, at most, whose lines have not all been dealt with. */
  Duration lag(Instant now) {
    return behindSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
  }

  /**
   * Whether there is, or may come, another line. It never waits: whoever hands lines on asks for
   * the next one before it hands on the one it has.
   */
  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || !finished;
  }

  /** Waits for the next line; an empty one where the output turned out to be over. */
  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    whileWaiting.run(); // an agent that never falls silent has to be stoppable too
    awaitLine();
    return ready.isEmpty() ? new Line(new byte[0], 0, framer.position()) : ready.remove();
  }

  private void awaitLine() {
    while (ready.isEmpty() && !finished) {
      boolean alive = writerAlive.getAsBoolean();
      if (readMore()) {
        continue;
      }
      if (alive) {
        rest();
      } else {
        end();
      }
    }
  }

  @Override
  public void close() {
    outputs.remove(this);
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the agent's output", e);
    }
  }

  private boolean readMore() {
    try {
      int count = file.read(chunk);
      if (count <= 0) {
        behindSince = Optional.empty();
        return false;
      }
      if (behindSince.isEmpty()) {
        behindSince = Optional.of(clock.now());
      }
      framer.feed(chunk, 0, count);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the agent's output", e);
    }
  }

  private void end() {
    framer.finish();
    finished = true;
  }

  private void rest() {
    whileWaiting.run();
    try {
      clock.sleep(poll);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finished = true;
    }
  }

  private final class Ready implements LineSink {
    @Override
    public void line(byte[] buffer, int offset, int length, long offsetAfter) {
      ready.add(new Line(Arrays.copyOfRange(buffer, offset, offset + length), length, offsetAfter));
    }

    @Override
    public void tooLong(long length, long offsetAfter) {
      ready.add(new Line(new byte[0], length, offsetAfter));
    }
  }
}
