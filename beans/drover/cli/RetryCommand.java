package drover.cli;

import drover.factory.Factory;
import drover.ledger.RunRecord;
import drover.run.Act;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry RUN}: goes on with a run that was interrupted, or tries an ended one again. */
@Command(
    name = "retry",
    description = "Goes on with a run, here; what is finished is not done again.",
    sortOptions = false)
final class RetryCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "RUN", description = "Id of the run, or the beginning of it.")
  private String run = "";

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description =
          "Step to begin with, as show names it (turn, verify:2); default: the first unfinished one.")
  private Optional<String> from = Optional.empty();

  private final Surroundings surroundings;

  RetryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Factory factory =
        Factory.start(surroundings.site(), surroundings.configuration(), surroundings.redactor())) {
      String id = KnownRun.find(factory.ledger(), run).id();
      RunRecord ready = factory.retry(id, from, Act.of(surroundings.user()));
      return new GoOn(factory, surroundings, common).with(ready);
    }
  }
}
