package drover.ledger;

import drover.json.WireWord;

public enum StepState implements WireWord {
  RUNNING,
  FINISHED,
  FAILED,
  SUPERSEDED
}
