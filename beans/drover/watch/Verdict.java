package drover.watch;

import drover.json.WireWord;

/** What CI says of a commit, all in all. */
public enum Verdict implements WireWord {
  PENDING,
  GREEN,
  RED,
  /** There is no CI at all. */
  NONE
}
