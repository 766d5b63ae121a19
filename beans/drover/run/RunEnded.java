package drover.run;

import drover.ledger.RunState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The run cannot go on. Says how it ends; dispatch records it. */
public final class RunEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RunState state;
  private final String outcome;
  private final String reason;
  private final transient @Nullable Block block;

  private RunEnded(RunState state, String outcome, String reason, @Nullable Block block) {
    super(outcome + ": " + reason);
    this.state = state;
    this.outcome = outcome;
    this.reason = reason;
    this.block = block;
  }

  /**
   * @param reason a code, a colon and a sentence
   */
  public static RunEnded failed(String outcome, String reason) {
    return new RunEnded(RunState.FAILED, outcome, reason, null);
  }

  /** A person has to look, and there is nothing to approve. */
  public static RunEnded blocked(String outcome, String reason) {
    return new RunEnded(RunState.BLOCKED, outcome, reason, null);
  }

  /** What was pushed is red, and stays as it is until a person has looked. */
  public static RunEnded frozen(String outcome, String reason) {
    return new RunEnded(RunState.FROZEN, outcome, reason, null);
  }

  /** A person has to look, and may approve it where the gate allows that. */
  static RunEnded blocked(Block block) {
    return new RunEnded(
        RunState.BLOCKED, block.gate(), block.gate() + ": " + block.sentence(), block);
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

  /** The gate that was shut, where it was one. */
  Optional<Block> block() {
    return Optional.ofNullable(block);
  }
}
