package drover.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code notify}: how people are told. */
@Command(
    name = "notify",
    description = "Tries a channel through which people are told.",
    synopsisSubcommandLabel = "test CHANNEL",
    subcommands = NotifyTestCommand.class)
final class NotifyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what to do is missing; try ./drover notify test slack");
  }
}
