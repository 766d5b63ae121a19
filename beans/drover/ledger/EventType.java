package drover.ledger;

import drover.json.WireWord;

/** What kind of thing a run's event tells. */
public enum EventType implements WireWord {
  STEP,
  ACTIVITY,
  TOOL,
  TEXT,
  SPEND,
  LIMIT,
  REVIEW,
  VERIFY,
  EFFECT,
  NOTICE,
  STATE
}
