package drover.executor;

import drover.follow.OutputLines.Line;
import drover.follow.TurnEnd;
import drover.follow.TurnReport;
import drover.guard.GuardDoor;
import drover.limit.TurnWatch;
import drover.machine.ProcessMark;
import drover.machine.ProcessTree;
import java.util.Iterator;
import java.util.Optional;

/** A process of an agent on this machine and the tail of its output. */
final class LocalAgent implements RunningAgent {
  private final Process process;
  private final OutputTail tail;
  private final ProcessMark mark;
  private final TurnWatch watch;
  private final AgentRoom room;

  /**
   * @param mark what everything that the agent starts can be told by
   * @param watch what it may cost
   * @param room closed when it is gone
   */
  LocalAgent(Process process, OutputTail tail, ProcessMark mark, TurnWatch watch, AgentRoom room) {
    this.process = process;
    this.tail = tail;
    this.mark = mark;
    this.watch = watch;
    this.room = room;
  }

  @Override
  public TurnWatch watch() {
    return watch;
  }

  @Override
  public Optional<GuardDoor> guard() {
    return room.guard();
  }

  @Override
  public Iterator<Line> lines() {
    return tail;
  }

  @Override
  public TurnEnd end(TurnReport report) {
    return report.end(exitStatus());
  }

  /** Exit status as a shell says it: 128 and the signal's number for a death by signal. */
  private int exitStatus() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 128;
    }
  }

  /** Nothing that the agent started is left when this returns. */
  @Override
  public void release() {
    new ProcessTree(process.toHandle()).kill();
    mark.killAll();
    room.close();
    tail.close();
  }
}
