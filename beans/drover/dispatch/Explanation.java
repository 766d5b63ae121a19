package drover.dispatch;

import drover.ledger.RunState;
import java.util.List;
import java.util.Optional;

/**
 * Why a run does not go on now, or that it does: {@code docs/schemas/why.schema.json}.
 *
 * @param admitted whether every gate is open
 * @param gate the first one that is shut; empty: none
 * @param why in a sentence
 * @param gates all in their order; none for a run that passes none
 */
public record Explanation(
    String run,
    String job,
    RunState state,
    boolean admitted,
    Optional<String> gate,
    String why,
    List<GateState> gates) {

  /** The same without the gates that do not matter. */
  public record Brief(
      String run,
      String job,
      RunState state,
      boolean admitted,
      Optional<String> gate,
      String why) {}

  Brief brief() {
    return new Brief(run, job, state, admitted, gate, why);
  }
}
