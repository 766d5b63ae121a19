package drover.dispatch;

/**
 * What one gate says to one run.
 *
 * @param why in a sentence; for a gate that is shut also how to open it
 */
public record GateState(String gate, boolean open, String why) {
  static GateState open(String gate, String why) {
    return new GateState(gate, true, why);
  }

  static GateState shut(String gate, String why) {
    return new GateState(gate, false, why);
  }
}
