package drover.run;

import drover.ledger.EventType;
import drover.ledger.Tables;
import java.util.Map;
import java.util.function.Supplier;

/** Hears of every event of a run in the transaction that records it: both are there, or neither. */
@FunctionalInterface
public interface Announcer {
  /** Nobody is told. */
  Announcer NONE = (tables, run, type, text, details) -> {};

  /**
   * @param text one line for people, without secrets; not worked out before somebody asks
   * @param details as the event has them, with secrets perhaps
   */
  void heard(
      Tables tables, String run, EventType type, Supplier<String> text, Map<String, ?> details);
}
