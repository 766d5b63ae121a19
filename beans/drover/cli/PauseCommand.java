package drover.cli;

import drover.dispatch.KillSwitch;
import drover.ledger.Ledger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pause}: the kill switch of all dispatch on this ledger. */
@Command(
    name = "pause",
    description = "Stops dispatch and new turns; live turns finish, what is asked for is queued.",
    sortOptions = false)
final class PauseCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "Kept with your name, and told to whoever asks why nothing begins.")
  private String why = "";

  private final Surroundings surroundings;

  PauseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = surroundings.openLedger()) {
      KillSwitch.Standing now =
          new KillSwitch(ledger, surroundings.clock(), surroundings.redactor())
              .pause(surroundings.user(), why.strip());
      if (common.json()) {
        surroundings.printJson(now);
      } else {
        surroundings.print("dispatch is paused; live turns finish; ./drover resume goes on");
      }
    }
    return ExitStatus.DONE;
  }
}
