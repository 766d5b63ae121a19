package drover.task;

import drover.json.WireWord;

/** Whether the agent may run outside a sandbox. */
public enum Confinement implements WireWord {
  SANDBOX,
  NONE
}
