package drover.cli;

import drover.factory.Factory;
import drover.ledger.RunRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code answer RUN TEXT}: what the agent of a run asked. */
@Command(
    name = "answer",
    description = "Answers the question that a run waits with, and the run goes on.",
    sortOptions = false)
final class AnswerCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Id of the run, or the beginning of it.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "The answer.")
  private String text = "";

  private final Surroundings surroundings;

  AnswerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Factory factory =
        Factory.start(surroundings.site(), surroundings.configuration(), surroundings.redactor())) {
      String id = KnownRun.find(factory.ledger(), run).id();
      RunRecord answered = factory.answer(id, surroundings.user(), text);
      return new GoOn(factory, surroundings, common).unlessWatched(answered);
    }
  }
}
