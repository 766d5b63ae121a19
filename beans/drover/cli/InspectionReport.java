package drover.cli;

import drover.follow.Inspection;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells a person how a turn ended. */
final class InspectionReport {
  private final Surroundings surroundings;

  InspectionReport(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  void print(String file, Inspection inspection) {
    Style style = surroundings.style();
    surroundings.print(
        style.strong(file)
            + "  "
            + style.state(inspection.outcome().word())
            + "  "
            + surroundings.oneLine(inspection.reason(), 200));
    line(
        "cost",
        String.format(Locale.ROOT, "%.6f USD", inspection.costUsd())
            + (inspection.costEstimated() ? ", an estimate" : ""));
    line(
        "work",
        "%d turns in %.1f s, model %s, session %s"
            .formatted(
                inspection.turns(),
                Duration.ofMillis(inspection.durationMs()).toMillis() / 1000.0,
                inspection.model(),
                inspection.sessionId()));
    line(
        "tools",
        inspection.tools().entrySet().stream()
            .map(tool -> tool.getKey() + " " + tool.getValue())
            .collect(Collectors.joining(", ")));
    line("trouble", "%d denials, %d retries".formatted(inspection.denials(), inspection.retries()));
    inspection.errors().forEach(error -> line("error", surroundings.oneLine(error, 200)));
    line(
        "read",
        "%d lines, %d bytes, %d malformed"
            .formatted(inspection.lines(), inspection.bytes(), inspection.malformed()));
  }

  private void line(String name, String value) {
    surroundings.print(
        "  " + surroundings.style().faint(String.format("%-8s", name)) + " " + value);
  }
}
