package drover.cli;

import drover.dispatch.Explanation;
import drover.dispatch.GateState;
import drover.factory.AdmissionDesk;
import drover.github.poll.IssueExplanation;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code why RUN} and {@code why OWNER/REPO#N}: which gate stops it now. */
@Command(
    name = "why",
    description =
        "Says what stops a run, or an issue on GitHub, now: every gate on its way, and whether it is open.")
final class WhyCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "RUN|OWNER/REPO#N",
      description = "Id of the run, or the beginning of it; or an issue.")
  private String run = "";

  private final Surroundings surroundings;

  WhyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = surroundings.openLedger()) {
      if (run.contains("#")) {
        return explainIssue(ledger);
      }
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

  private int explainIssue(Ledger ledger) {
    try (AdmissionDesk desk = desk(ledger)) {
      IssueExplanation explanation = desk.explainIssue(run);
      if (common.json()) {
        surroundings.printJson(explanation);
      } else {
        String stopped =
            explanation.gate().map(gate -> "stopped at " + gate).orElse(explanation.why());
        surroundings.print(
            "issue %s: %s".formatted(surroundings.style().strong(explanation.issue()), stopped));
        print(explanation.gates());
      }
    }
    return ExitStatus.DONE;
  }

  private Explanation explain(Ledger ledger, OpenRun found) {
    try (AdmissionDesk desk = desk(ledger)) {
      return desk.explain(found);
    }
  }

  private AdmissionDesk desk(Ledger ledger) {
    return AdmissionDesk.open(
        surroundings.site(), surroundings.configuration(), ledger, surroundings.redactor());
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
    print(explanation.gates());
  }

  private void print(List<GateState> gates) {
    int width = gates.stream().mapToInt(gate -> gate.gate().length()).max().orElse(0);
    gates.forEach(gate -> print(gate, width));
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
