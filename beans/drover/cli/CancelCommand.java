package drover.cli;

import drover.factory.RunActions;
import drover.factory.StepResults;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.run.Act;
import drover.view.RunDocuments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cancel RUN}: obeyed within a second by whoever executes it. */
@Command(name = "cancel", description = "Ends a run; its work is kept.")
final class CancelCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "Id of the run, or the beginning of it.")
  private String run = "";

  private final Surroundings surroundings;

  CancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = surroundings.openLedger()) {
      RunRecord found = KnownRun.find(ledger, run);
      RunRecord now =
          RunActions.cancellation(surroundings.site(), surroundings.configuration(), ledger)
              .cancel(found.id(), Act.of(surroundings.user()));
      if (common.json()) {
        surroundings.printJson(new RunDocuments(ledger, StepResults.TYPES).of(now));
      } else if (now.state() == RunState.CANCELLED) {
        surroundings.print("run " + now.id() + " is cancelled");
      } else {
        surroundings.print("run " + now.id() + " is being cancelled; its agent is stopped first");
      }
    }
    return ExitStatus.DONE;
  }
}
