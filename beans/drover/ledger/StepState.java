package drover.ledger;

public enum StepState implements WireWord {
  RUNNING,
  FINISHED,
  FAILED,
  SUPERSEDED
}
