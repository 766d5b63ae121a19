package drover.dispatch;

import drover.ledger.OpenRun;
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

  /** The first gate that stops it; empty: none that it has come to. */
  Optional<GateState> firstShut() {
    return gates.stream().filter(gate -> !gate.open()).findFirst();
  }
}
