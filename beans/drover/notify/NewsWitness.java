package drover.notify;

import drover.ledger.DeliveryState;

/** Is told what became of messages. */
@FunctionalInterface
public interface NewsWitness {
  /** Nobody looks. */
  NewsWitness NONE = (channel, state) -> {};

  /**
   * @param state {@code DUE} or {@code SENT} where it will be tried again
   */
  void settled(String channel, DeliveryState state);
}
