package drover.dispatch;

import drover.ledger.OpenRun;
import drover.ledger.RunState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run on its way through the gates.
 *
 * @param situation what the gates look at, the same for all runs that are looked at together
 * @param gates those it has come to so far, in their order
 */
public record Admission(OpenRun run, Situation situation, List<GateState> gates) {

  /** The gate that stops what has its files in another place. */
  static final String PLACE = "place";

  static Admission of(OpenRun run, Situation situation) {
    return new Admission(run, situation, List.of());
  }

  Admission with(GateState gate) {
    return new Admission(run, situation, Stream.concat(gates.stream(), Stream.of(gate)).toList());
  }

  /** Whether every gate is open. */
  public boolean isAdmitted() {
    return gates.stream().allMatch(GateState::open);
  }

  /** Whether there are gates for it: it has not ended, and is not one of the foreground. */
  public boolean isForServers() {
    return run.isForServers();
  }

  /** Whether somebody executed it, and its files are where nobody may be any more. */
  public boolean isStranded() {
    return run.state() == RunState.RUNNING
        && firstShut().filter(gate -> gate.gate().equals(PLACE)).isPresent();
  }

  /** The first gate that stops it; empty: none that it has come to. */
  Optional<GateState> firstShut() {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }
}
