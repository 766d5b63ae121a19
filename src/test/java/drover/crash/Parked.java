package drover.crash;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import java.util.List;
import java.util.Optional;

/** Runs that said they wait, looked at between two lives of their factory. */
record Parked(Ledger ledger, List<RunRecord> runs) {

  /** Whoever said last that it waits still does: for the same, until the same instant. */
  List<String> forgotten() {
    return runs.stream()
        .filter(run -> !waitingTold(run).equals(waiting(run)))
        .map(
            run ->
                "%s said that it waits for %s, and waits for %s"
                    .formatted(run.id(), waitingTold(run), waiting(run)))
        .toList();
  }

  private static Optional<String> waiting(RunRecord run) {
    return run.state() == RunState.WAITING
        ? Optional.of(
            run.waitingFor().orElse("nothing")
                + run.waitingUntil().map(until -> " until " + until.toEpochMilli()).orElse(""))
        : Optional.empty();
  }

  private Optional<String> waitingTold(RunRecord run) {
    return ledger.read().events().after(run.id(), 0, 100_000).stream()
        .filter(event -> event.type() == EventType.STATE)
        .map(event -> Json.tree(event.json()))
        .reduce((earlier, later) -> later)
        .filter(last -> last.has("waitingFor"))
        .map(last -> last.path("waitingFor").asText() + until(last));
  }

  private static String until(JsonNode told) {
    return told.has("waitingUntil")
        ? " until " + java.time.Instant.parse(told.path("waitingUntil").asText()).toEpochMilli()
        : "";
  }
}
