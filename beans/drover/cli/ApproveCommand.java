package drover.cli;

import drover.factory.Factory;
import drover.ledger.RunRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approve RUN}: a person answers for what a run was blocked by, and it goes on. */
@Command(
    name = "approve",
    description = "Lets a blocked run pass what it is blocked by, once, and goes on with it, here.",
    sortOptions = false)
final class ApproveCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "Id of the run, or the beginning of it.")
  private String run = "";

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Kept with your name; without it nobody knows later why.")
  private String why = "";

  private final Surroundings surroundings;

  ApproveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Factory factory =
        Factory.start(surroundings.site(), surroundings.configuration(), surroundings.redactor())) {
      String id = KnownRun.find(factory.ledger(), run).id();
      RunRecord ready = factory.approve(id, surroundings.user(), why.strip());
      return new GoOn(factory, surroundings, common).with(ready);
    }
  }
}
