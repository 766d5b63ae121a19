package drover.task;

import drover.ledger.WireWord;

/** Whether the agent may run outside a sandbox. */
public enum Confinement implements WireWord {
  SANDBOX,
  NONE
}
