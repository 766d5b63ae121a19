package drover.executor;

import drover.follow.OutputLines.Line;
import drover.follow.TurnEnd;
import drover.follow.TurnReport;
import drover.guard.GuardDoor;
import drover.limit.TurnWatch;
import java.util.Iterator;
import java.util.Optional;

/** An agent that works, wherever that is, and its output as it comes. */
public interface RunningAgent {
  /** Its output, line by line, until it is gone. */
  Iterator<Line> lines();

  /** What it may cost. */
  TurnWatch watch();

  /** Where its hooks ask, if that is here. */
  default Optional<GuardDoor> guard() {
    return Optional.empty();
  }

  /**
   * What is needed to find it again, when its output is recorded up to there; empty: what the
   * ledger has is good enough.
   */
  default Optional<String> handleAt(long offset) {
    return Optional.empty();
  }

  /** After the last line: how the turn ended. */
  TurnEnd end(TurnReport report);

  /** Whatever happened while it was followed: nothing that was held for it is held any longer. */
  void release();
}
