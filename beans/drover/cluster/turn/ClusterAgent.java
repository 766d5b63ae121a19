package drover.cluster.turn;

import drover.executor.OutputTail;
import drover.executor.RunningAgent;
import drover.follow.AgentOutputReader;
import drover.follow.OutputLines.Line;
import drover.follow.TurnEnd;
import drover.follow.TurnReport;
import drover.limit.TurnWatch;
import drover.redact.Redactor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An agent in a pod. Its output is that of the copy of its log; what is recorded of that already is
 * only told to the report again.
 */
final class ClusterAgent implements RunningAgent, Iterator<Line> {
  private final LogCopy copy;
  private final PodFollower follower;
  private final PodStop stop;
  private final TurnWatch watch;
  private final Reattached earlier;
  private final OutputTail tail;
  private PodHandle handle;

  /**
   * What an earlier owner of the run has recorded of this invocation.
   *
   * @param report what its output is told to again
   * @param recordedUsd what it has cost up to there
   */
  record Reattached(TurnReport report, double recordedUsd, Redactor redactor) {}

  /**
   * @param handle as it is in the ledger
   * @param tail of the copy, from its beginning
   */
  ClusterAgent(
      PodHandle handle,
      LogCopy copy,
      PodFollower follower,
      PodStop stop,
      TurnWatch watch,
      Reattached earlier,
      OutputTail tail) {
    this.handle = handle;
    this.copy = copy;
    this.follower = follower;
    this.stop = stop;
    this.watch = watch;
    this.earlier = earlier;
    this.tail = tail;
  }

  @Override
  public Iterator<Line> lines() {
    return this;
  }

  @Override
  public boolean hasNext() {
    return tail.hasNext();
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Line line = tail.next();
    while (isRecorded(line)) {
      remember(line);
      if (!tail.hasNext()) {
        return new Line(new byte[0], 0, line.offsetAfter());
      }
      line = tail.next();
    }
    if (copy.isFilledUp()) {
      earlier.report().carry(earlier.recordedUsd());
    }
    return line;
  }

  @Override
  public TurnWatch watch() {
    return watch;
  }

  @Override
  public Optional<String> handleAt(long offset) {
    return copy.positionAt(offset)
        .map(
            position -> {
              handle = handle.readTo(copy.first(), position);
              return handle.json();
            });
  }

  /** What the agent says of its end stands; else what became of its pod. */
  @Override
  public TurnEnd end(TurnReport report) {
    Optional<PodEnd> why = follower.end();
    return report
        .told()
        .orElseGet(
            () ->
                switch (why.orElse(PodEnd.Deleted.POD)) {
                  case PodEnd.Exited exited -> report.end(exited.status());
                  case PodEnd other -> other.end();
                });
  }

  /** Whether it was left to itself, so that somebody can find it again. */
  boolean isLeft() {
    return stop.isLeft();
  }

  /** What took its pod away, so that the turn may go on in another one. */
  Optional<PodEnd.Move> move() {
    return stop.isConfirmed() ? follower.end().flatMap(PodEnd::move) : Optional.empty();
  }

  @Override
  public void release() {
    follower.close();
    tail.close();
  }

  private boolean isRecorded(Line line) {
    return line.length() > 0 && line.offsetAfter() <= handle.read().offset();
  }

  private void remember(Line line) {
    byte[] clean = earlier.redactor().redact(line.bytes());
    earlier.report().add(new AgentOutputReader().read(clean, 0, clean.length));
    earlier.report().reached(line.offsetAfter());
  }
}
