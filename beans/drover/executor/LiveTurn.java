package drover.executor;

import drover.follow.AgentEvent;
import drover.follow.OutputLines.Line;
import drover.follow.TurnReport;
import drover.ledger.TurnRecord;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnFacts;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/**
 * An invocation that is being followed, or one that turned out to be over already.
 *
 * @param report what it did so far; grows with every line
 * @param running where its output and exit status come from; empty: it is over
 * @param known how it ended, when it is over
 */
public record LiveTurn(
    RunExecution run,
    TurnRecord record,
    TurnReport report,
    Optional<RunningAgent> running,
    Optional<TurnFacts> known) {

  /**
   * For every event that shows what a tool did.
   *
   * @throws RunEnded when it ran without the guard's leave
   */
  public void requireAsked(AgentEvent event) {
    running.flatMap(RunningAgent::guard).ifPresent(guard -> guard.requireAsked(event));
  }

  /** What the ledger is to know when the output is recorded up to there. */
  public Optional<String> handleAt(long offset) {
    return running.flatMap(agent -> agent.handleAt(offset));
  }

  /** Output lines as they come, until the agent is gone. */
  public Iterator<Line> lines() {
    return running.map(RunningAgent::lines).orElse(Collections.emptyIterator());
  }
}
