package drover.task;

import drover.json.WireWord;

/** Whether a model works, or a scripted agent in its place. */
public enum Mode implements WireWord {
  REAL,
  REHEARSAL
}
