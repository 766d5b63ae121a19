package drover.cli;

import drover.dispatch.Explanation;
import drover.dispatch.GateState;
import drover.factory.AdmissionDesk;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.task.InvalidTask;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code why RUN}: which gate stops it now. */
@Command(
    name = "why",
    description = "Says what stops a run now: every gate on its way, and whether it is open.")
final class WhyCommand implements Callable<Integer> {
  private static final Pattern ISSUE = Pattern.compile("[^/\\s]+/[^/\\s]+#[0-9]+");

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "Id of the run, or the beginning of it.")
  private String run = "";

  private final Surroundings surroundings;

  WhyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (ISSUE.matcher(run).matches()) {
      throw new InvalidTask("why OWNER/REPO#N is not available in this version; ask for a run");
    }
    try (Ledger ledger = surroundings.openLedger()) {
      String id = KnownRun.find(ledger, run).id();
      OpenRun found = ledger.read().openRuns().find(id).orElseThrow();
      Explanation explanation = explain(ledger, found);
      if (common.json()) {
        surroundings.printJson(explanation);
      } else {
        print(explanation);
      }
    }
    return ExitStatus.DONE;
  }

  private Explanation explain(Ledger ledger, OpenRun found) {
    try (AdmissionDesk desk =
        AdmissionDesk.open(
            surroundings.site(), surroundings.configuration(), ledger, surroundings.redactor())) {
      return desk.explain(found);
    }
  }

  private void print(Explanation explanation) {
    Style style = surroundings.style();
    String stopped = explanation.gate().map(gate -> "stopped at " + gate).orElse(explanation.why());
    surroundings.print(
        "run %s, %s, %s: %s"
            .formatted(
                style.strong(explanation.run()),
                explanation.job(),
                style.state(explanation.state().word()),
                stopped));
    int width = explanation.gates().stream().mapToInt(gate -> gate.gate().length()).max().orElse(0);
    explanation.gates().forEach(gate -> print(gate, width));
  }

  private void print(GateState gate, int width) {
    surroundings.print(
        "  %s  %s%s  %s"
            .formatted(
                surroundings.style().state(gate.open() ? "open" : "shut", 4),
                gate.gate(),
                " ".repeat(width - gate.gate().length()),
                Style.oneLine(gate.why(), 400)));
  }
}
