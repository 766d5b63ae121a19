package drover.executor;

import drover.follow.OutputLines.Line;
import drover.machine.ProcessTree;
import java.util.Iterator;
import java.util.stream.Stream;

/** A process of an agent and the tail of its output. */
final class RunningAgent {
  private final Process process;
  private final OutputTail tail;

  RunningAgent(Process process, OutputTail tail) {
    this.process = process;
    this.tail = tail;
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
    try (Stream<ProcessHandle> left = process.descendants()) {
      left.forEach(ProcessHandle::destroyForcibly);
    }
    if (process.isAlive()) {
      new ProcessTree(process.toHandle()).kill();
    }
    tail.close();
  }
}
