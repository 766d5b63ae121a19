package drover.executor;

import drover.machine.ProcessMark;
import java.util.function.BooleanSupplier;

/**
 * Everybody who can write into the output of an agent. A sandbox that is stopped while it is being
 * built dies before the program in it, and what an agent left running holds its output as well:
 * they are killed when the agent is gone, so that what is read after that is all there will ever
 * be.
 */
final class Writers implements BooleanSupplier {
  private final ProcessHandle agent;
  private final ProcessMark mark;
  private boolean gone;

  /**
   * @param mark what all that the agent has started holds
   */
  Writers(ProcessHandle agent, ProcessMark mark) {
    this.agent = agent;
    this.mark = mark;
  }

  /** Whether more may be written from now on. */
  @Override
  public boolean getAsBoolean() {
    if (!gone && !agent.isAlive()) {
      mark.killAll();
      gone = true;
    }
    return !gone;
  }
}
