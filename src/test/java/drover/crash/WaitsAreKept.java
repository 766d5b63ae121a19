package drover.crash;

import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A turn that the model's service did not serve was waited for, and went on in the same session
 * (unless somebody cancelled it). Only who was killed between the two may have lost the wait: the
 * turn goes on all the same, and asks again.
 */
final class WaitsAreKept implements Invariant {
  private static final Map<String, String> WAITS_OF_OUTCOMES =
      Map.of("usage-limited", "usage-limit", "auth-rejected", "credential");

  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun((run, record) -> wrong(aftermath, record));
  }

  private static List<String> wrong(Aftermath aftermath, RunRecord run) {
    List<String> wrong = new ArrayList<>();
    List<TurnRecord> turns = aftermath.ledger().read().turns().all(run.id());
    WAITS_OF_OUTCOMES.forEach(
        (outcome, wait) -> {
          long refused = turns.stream().filter(turn -> endedAs(outcome, turn)).count();
          long waited = waits(aftermath, run, wait);
          if (refused > 1) {
            wrong.add("%d invocations are %s, it happens once".formatted(refused, outcome));
          }
          if (waited > refused || waited < refused - (aftermath.lives() - 1)) {
            wrong.add("%s %d times, waited %d times".formatted(outcome, refused, waited));
          }
        });
    boolean isOver = run.state() == RunState.CANCELLED;
    turns.stream()
        .filter(turn -> WAITS_OF_OUTCOMES.keySet().stream().anyMatch(word -> endedAs(word, turn)))
        .filter(turn -> !isOver && turns.stream().noneMatch(later -> goesOn(turn, later)))
        .forEach(turn -> wrong.add("turn %d did not go on".formatted(turn.turn())));
    return wrong;
  }

  private static boolean endedAs(String outcome, TurnRecord turn) {
    return turn.outcome().filter(outcome::equals).isPresent();
  }

  private static boolean goesOn(TurnRecord turn, TurnRecord later) {
    return later.turn() == turn.turn()
        && later.invocation() == turn.invocation() + 1
        && later.session().equals(turn.session());
  }

  private static long waits(Aftermath aftermath, RunRecord run, String what) {
    return aftermath.ledger().read().events().after(run.id(), 0, 100_000).stream()
        .filter(event -> event.type() == EventType.STATE)
        .filter(event -> Json.tree(event.json()).path("waitingFor").asText().equals(what))
        .count();
  }
}
