package drover.cli;

import drover.factory.Factory;
import drover.ledger.RunRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tell RUN TEXT}: one more instruction for the agent of a run. */
@Command(
    name = "tell",
    description =
        "Gives the agent of a run one more instruction, as a turn in the same session; a run that"
            + " has ended goes on with it.",
    sortOptions = false)
final class TellCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Id of the run, or the beginning of it.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What else is to be done.")
  private String text = "";

  private final Surroundings surroundings;

  TellCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Factory factory =
        Factory.start(surroundings.site(), surroundings.configuration(), surroundings.redactor())) {
      String id = KnownRun.find(factory.ledger(), run).id();
      RunRecord told = factory.tell(id, surroundings.user(), text);
      return new GoOn(factory, surroundings, common).unlessWatched(told);
    }
  }
}
