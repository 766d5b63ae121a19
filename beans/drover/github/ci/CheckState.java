package drover.github.ci;

import drover.json.WireWord;

/** How one check stands. */
public enum CheckState implements WireWord {
  /** It runs, or waits to. */
  PENDING,
  /** It passed, or has nothing to say. */
  GREEN,
  /** It failed. */
  RED,
  /** It ended without an answer: cancelled, stale, or it waits for a person. */
  BROKEN_OFF
}
