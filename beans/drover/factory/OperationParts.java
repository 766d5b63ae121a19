package drover.factory;

import drover.config.HttpSettings;
import drover.http.Bearer;
import drover.http.Problems;
import drover.ledger.Ledger;
import drover.operate.Callers;
import drover.operate.Documents;
import drover.operate.EventRequests;
import drover.operate.EventStreams;
import drover.operate.NamedRuns;
import drover.operate.RunActs;
import drover.operate.RunReading;
import drover.operate.Switching;
import drover.redact.Redactor;
import drover.view.RunDocuments;
import java.time.Duration;
import java.util.Map;

/** What operators do with a server over HTTP. */
final class OperationParts {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  private final Ledger ledger;
  private final Redactor redactor;
  private final Parts parts;
  private final NamedRuns runs;
  private final EventStreams streams;

  OperationParts(HttpSettings settings, Ledger ledger, Redactor redactor, Parts parts) {
    this.ledger = ledger;
    this.redactor = redactor;
    this.parts = parts;
    this.runs = new NamedRuns(ledger);
    this.streams = new EventStreams(ledger, parts.clock(), redactor, pulse(settings));
  }

  /** Often enough that the door does not take a stream for one that nobody uses. */
  private static Duration pulse(HttpSettings settings) {
    Duration half = settings.idle().dividedBy(2);
    return half.compareTo(LONGEST_SILENCE) < 0 ? half : LONGEST_SILENCE;
  }

  EventStreams streams() {
    return streams;
  }

  EventDoor eventDoor(Bearer bearer, Problems problems) {
    return new EventDoor(new EventRequests(bearer, runs, streams, ledger), streams, problems);
  }

  Map<String, Object> forRoutes() {
    return Map.of(
        "callers", new Callers(redactor),
        "namedRuns", runs,
        "runReading", new RunReading(runs, new RunDocuments(ledger, StepResults.TYPES)),
        "runActs", runActs(),
        "switching", new Switching(parts.killSwitch()),
        "documents", new Documents(redactor));
  }

  private RunActs runActs() {
    return new RunActs(
        ledger,
        runs,
        parts.owners(),
        parts.limits(),
        parts.cancellation(),
        parts.acts().retry(),
        parts.acts().approve(),
        parts.acts().instructions());
  }
}
