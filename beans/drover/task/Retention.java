package drover.task;

import drover.json.WireWord;

/** What becomes of the workspace after a successful run. */
public enum Retention implements WireWord {
  REMOVE,
  KEEP
}
