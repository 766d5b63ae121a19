package drover.progress;

import drover.executor.LiveTurn;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Holds what tools did against what the guard was asked before. */
public final class Guardrails {
  /**
   * @throws drover.run.RunEnded when a tool ran without the guard's leave: its hooks do not work
   */
  public FollowedLine requireAsked(@Variable("live") LiveTurn live, @Body FollowedLine line) {
    live.requireAsked(line.event());
    return line;
  }
}
