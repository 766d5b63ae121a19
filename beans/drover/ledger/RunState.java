package drover.ledger;

import drover.json.WireWord;
import java.util.Set;

/** Where a run stands. */
public enum RunState implements WireWord {
  QUEUED,
  RUNNING,
  WAITING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  /** Needs a person; nothing was pushed. */
  BLOCKED,
  /** Pushed, red, left as it is for forensics. */
  FROZEN;

  private static final Set<RunState> ENDED = Set.of(SUCCEEDED, FAILED, CANCELLED, BLOCKED, FROZEN);

  public boolean isEnded() {
    return ENDED.contains(this);
  }
}
