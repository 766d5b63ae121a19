package drover.task;

import drover.ledger.WireWord;

/** What becomes of the workspace after a successful run. */
public enum Retention implements WireWord {
  REMOVE,
  KEEP
}
