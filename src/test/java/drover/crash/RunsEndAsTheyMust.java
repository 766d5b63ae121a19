package drover.crash;

import drover.ledger.RunRecord;
import drover.ledger.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Nothing is lost: every run is there and has ended as its scenario says, or was cancelled. */
final class RunsEndAsTheyMust implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    List<String> missing =
        aftermath.story().runs().stream()
            .filter(run -> aftermath.recordOf(run).isEmpty())
            .map(run -> "run " + run.number() + " is lost")
            .toList();
    List<String> wrong =
        aftermath.ofEachRun(
            (run, record) -> isRight(aftermath, run, record) ? List.of() : List.of(told(record)));
    return Stream.concat(missing.stream(), wrong.stream()).toList();
  }

  private static boolean isRight(Aftermath aftermath, StoryRun run, RunRecord record) {
    List<RunState> right = new ArrayList<>(List.of(run.told().state()));
    if (aftermath.story().cancelsFirstRun() && run.number() == 1) {
      right.add(RunState.CANCELLED);
    }
    String outcome = record.state() == RunState.CANCELLED ? "cancelled" : run.told().outcome();
    return right.contains(record.state())
        && record.outcome().filter(outcome::equals).isPresent()
        && record.owner().isEmpty()
        && record.finishedAt().isPresent()
        && record.waitingFor().isEmpty();
  }

  private static String told(RunRecord record) {
    return "%s, %s, %s, owner %s, waiting for %s"
        .formatted(
            record.state(), record.outcome(), record.reason(), record.owner(), record.waitingFor());
  }
}
