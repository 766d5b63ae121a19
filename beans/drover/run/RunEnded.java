package drover.run;

import drover.ledger.RunState;

/** The run cannot go on. Says how it ends; dispatch records it. */
public final class RunEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RunState state;
  private final String outcome;
  private final String reason;

  private RunEnded(RunState state, String outcome, String reason) {
    super(outcome + ": " + reason);
    this.state = state;
    this.outcome = outcome;
    this.reason = reason;
  }

  /**
   * @param reason a code, a colon and a sentence
   */
  public static RunEnded failed(String outcome, String reason) {
    return new RunEnded(RunState.FAILED, outcome, reason);
  }

  /** A person has to look. */
  public static RunEnded blocked(String outcome, String reason) {
    return new RunEnded(RunState.BLOCKED, outcome, reason);
  }

  public RunState state() {
    return state;
  }

  public String outcome() {
    return outcome;
  }

  public String reason() {
    return reason;
  }
}
