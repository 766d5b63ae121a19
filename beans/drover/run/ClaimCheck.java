package drover.run;

import drover.ledger.RunRecord;
import drover.ledger.Tables;

/** Is asked in the transaction that claims a run. */
public interface ClaimCheck {
  /** Whoever asks for the run gets it. */
  ClaimCheck NONE = (tables, run) -> {};

  /**
   * @throws NotRunnable when the run must not be executed now
   */
  void check(Tables tables, RunRecord run);
}
