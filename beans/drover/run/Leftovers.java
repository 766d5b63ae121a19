package drover.run;

import drover.ledger.RunRecord;
import drover.ledger.Tables;
import java.util.List;

/** The agents of a run whose factory died without a word. */
public interface Leftovers {
  /**
   * Kills what is left of them and reads from their output what they did and cost. Writes nothing;
   * that is done with each settlement, in a transaction of the caller.
   */
  List<Settlement> settle(RunRecord run);

  /** How one invocation ended. */
  interface Settlement {
    void record(Tables tables);
  }
}
