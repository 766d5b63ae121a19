package drover.ledger;

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
