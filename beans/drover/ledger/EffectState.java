package drover.ledger;

import drover.json.WireWord;

/** How far something the outside sees has come. */
public enum EffectState implements WireWord {
  INTENDED,
  SENT,
  CONFIRMED,
  REFUSED
}
