package drover.cli;

import drover.factory.StepResults;
import drover.ledger.Ledger;
import drover.view.RunDocument;
import drover.view.RunDocuments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code show RUN}: one run with steps, turns, scores and effects. */
@Command(name = "show", description = "Shows one run with its steps, scores and cost.")
final class ShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "Id of the run, or the beginning of it.")
  private String run = "";

  private final Surroundings surroundings;

  ShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = surroundings.openLedger()) {
      RunDocument document =
          new RunDocuments(ledger, StepResults.TYPES).of(KnownRun.find(ledger, run));
      if (common.json()) {
        surroundings.printJson(document);
      } else {
        new RunReport(surroundings).all(document);
      }
    }
    return ExitStatus.DONE;
  }
}
