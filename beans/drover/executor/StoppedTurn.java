package drover.executor;

import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import drover.limit.Reading;
import drover.run.StopSignal;
import java.util.Optional;

/** How a turn ended that a limit, a person or the factory may have stopped. */
public final class StoppedTurn {
  private StoppedTurn() {}

  /** After the last line of its output. */
  public static TurnEnd endOf(LiveTurn live, RunningAgent agent) {
    TurnEnd told = agent.end(live.report());
    Optional<Reading> breach = agent.watch().atTheEnd();
    return breach
        .map(limit -> stopped(told, limit))
        .or(() -> live.run().stop().reason().map(why -> stopped(told, why)))
        .orElse(told);
  }

  /** An interrupted invocation is lost, so that the turn goes on with another one later. */
  private static TurnEnd stopped(TurnEnd told, StopSignal.Reason why) {
    if (told.outcome() == TurnOutcome.SUCCEEDED) {
      return told;
    }
    return why == StopSignal.Reason.CANCELLED
        ? new TurnEnd(TurnOutcome.CANCELLED, "cancelled: somebody asked for it", Optional.empty())
        : new TurnEnd(
            TurnOutcome.LOST, "lost: the factory was stopped while it ran", Optional.empty());
  }

  /** What it did is paid for: one that could still finish has finished. */
  private static TurnEnd stopped(TurnEnd told, Reading limit) {
    return told.outcome() == TurnOutcome.SUCCEEDED
        ? told
        : new TurnEnd(limit.outcome(), limit.reason(), Optional.empty());
  }
}
