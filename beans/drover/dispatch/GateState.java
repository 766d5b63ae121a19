package drover.dispatch;

import java.util.Set;

/**
 * What one gate says to one run, or to one issue.
 *
 * @param why in a sentence; for a gate that is shut also how to open it
 */
public record GateState(String gate, boolean open, String why) {
  private static final Set<String> OF_ONE_RUN =
      Set.of("due", "idle", Admission.PLACE, "allowlist", "repository-lock", "sandbox");

  /** Whether it stops every run of the same job and mode as well. */
  boolean shutsForAllLikeIt() {
    return !open && !OF_ONE_RUN.contains(gate);
  }

  public static GateState open(String gate, String why) {
    return new GateState(gate, true, why);
  }

  public static GateState shut(String gate, String why) {
    return new GateState(gate, false, why);
  }
}
