package drover.dispatch;

import drover.ledger.OpenRun;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;

/** What people are told about runs that have come through the gates, or to one that is shut. */
public final class Explanations {

  public Explanation of(@Body Admission asked) {
    OpenRun run = asked.run();
    Optional<GateState> shut = asked.firstShut();
    boolean isAdmitted = run.isForServers() && shut.isEmpty();
    return new Explanation(
        run.id(),
        run.job(),
        run.state(),
        isAdmitted,
        shut.map(GateState::gate),
        shut.map(GateState::why).orElseGet(() -> withoutGate(run)),
        asked.gates());
  }

  /** Of all that were looked at, with the first gate that stops each. */
  public List<Explanation.Brief> ofAll(@Body List<Admission> asked) {
    return asked.stream().map(this::of).map(Explanation::brief).toList();
  }

  private static String withoutGate(OpenRun run) {
    if (run.state().isEnded()) {
      return "it is over: " + run.state().word();
    }
    return run.isForServers()
        ? "every gate is open: it begins when its turn comes"
        : "it was begun in the foreground, where no gates are: ./drover retry %s goes on with it"
            .formatted(run.id());
  }
}
