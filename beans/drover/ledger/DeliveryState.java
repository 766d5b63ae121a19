package drover.ledger;

import drover.json.WireWord;

/** How far a message for a channel has come. */
public enum DeliveryState implements WireWord {
  /** To be sent. */
  DUE,
  /** On its way, or perhaps there: nobody has said so. */
  SENT,
  DELIVERED,
  /** The service does not take this message. */
  REFUSED,
  /** Too old to be of use, or overtaken by a newer one. */
  DROPPED
}
