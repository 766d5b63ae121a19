package drover.ledger;

import drover.json.WireWord;

/** What a process that executes runs is there for. */
public enum InstanceRole implements WireWord {
  /** A command that a person waits for; it executes the one run it was asked for. */
  FOREGROUND,
  /** Executes whatever may begin or go on. */
  SERVER
}
