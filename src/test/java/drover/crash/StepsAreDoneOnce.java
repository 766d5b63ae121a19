package drover.crash;

import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.RunRecord;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import java.util.ArrayList;
import java.util.List;

/**
 * No finished step is repeated: it was begun once and finished once, and steps follow each other.
 */
final class StepsAreDoneOnce implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.ofEachRun((run, record) -> wrong(aftermath, record));
  }

  private static List<String> wrong(Aftermath aftermath, RunRecord run) {
    List<StepRecord> all = aftermath.ledger().read().steps().all(run.id());
    List<StepRecord> active = aftermath.ledger().read().steps().active(run.id());
    List<EventRecord> events =
        aftermath.ledger().read().events().after(run.id(), 0, 100_000).stream()
            .filter(event -> event.type() == EventType.STEP)
            .toList();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < active.size(); i++) {
      if (active.get(i).seq() != i + 1) {
        wrong.add("step %d of its steps has seq %d".formatted(i + 1, active.get(i).seq()));
      }
    }
    active.stream()
        .filter(step -> step.state() == StepState.RUNNING)
        .forEach(step -> wrong.add("step " + step.name() + " is still running"));
    for (StepRecord step : all) {
      long rows = all.stream().filter(other -> isSame(step, other)).count();
      long results =
          all.stream().filter(other -> isSame(step, other) && other.result().isPresent()).count();
      compare(step, "begun", rows, count(events, step, "running"), wrong);
      compare(step, "finished", results, count(events, step, "finished"), wrong);
    }
    return wrong;
  }

  private static void compare(
      StepRecord step, String what, long rows, long events, List<String> wrong) {
    if (rows != events) {
      wrong.add(
          "step %s:%d was %s %d times, and is recorded %d times"
              .formatted(step.name(), step.ordinal(), what, events, rows));
    }
  }

  private static boolean isSame(StepRecord one, StepRecord other) {
    return one.name().equals(other.name()) && one.ordinal() == other.ordinal();
  }

  private static long count(List<EventRecord> events, StepRecord step, String state) {
    return events.stream()
        .map(event -> Json.tree(event.json()))
        .filter(event -> event.path("name").asText().equals(step.name()))
        .filter(event -> event.path("ordinal").asInt() == step.ordinal())
        .filter(event -> event.path("state").asText().equals(state))
        .count();
  }
}
