package drover.executor;

import drover.follow.OutputLines.Line;
import drover.limit.TurnWatch;
import drover.machine.ProcessMark;
import drover.machine.ProcessTree;
import java.util.Iterator;

/** A process of an agent and the tail of its output. */
final class RunningAgent {
  private final Process process;
  private final OutputTail tail;
  private final ProcessMark mark;
  private final TurnWatch watch;

  /**
   * @param mark what everything that the agent starts can be told by
   * @param watch what it may cost
   */
  RunningAgent(Process process, OutputTail tail, ProcessMark mark, TurnWatch watch) {
    this.process = process;
    this.tail = tail;
    this.mark = mark;
    this.watch = watch;
  }

  TurnWatch watch() {
    return watch;
  }

  Iterator<Line> lines() {
    return tail;
  }

  /** Exit status as a shell says it: 128 and the signal's number for a death by signal. */
  int exitStatus() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 128;
    }
  }

  /** Nothing that the agent started is left when this returns. */
  void release() {
    new ProcessTree(process.toHandle()).kill();
    mark.killAll();
    tail.close();
  }
}
