package drover.cli;

import drover.dispatch.KillSwitch;
import drover.ledger.Ledger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resume}: dispatch goes on. */
@Command(name = "resume", description = "Lets dispatch go on after pause.")
final class ResumeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  private final Surroundings surroundings;

  ResumeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = surroundings.openLedger()) {
      KillSwitch.Standing now =
          new KillSwitch(ledger, surroundings.clock(), surroundings.redactor())
              .resume(surroundings.user(), "");
      if (common.json()) {
        surroundings.printJson(now);
      } else {
        surroundings.print("dispatch goes on");
      }
    }
    return ExitStatus.DONE;
  }
}
