package drover.cli;

import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.factory.ChannelTrial;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code notify test}: one message through a channel. */
@Command(
    name = "test",
    description = "Sends one test message through a channel, and says what its service answered.")
final class NotifyTestCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "CHANNEL",
      description = "Name of the channel, one of drover.notifications.channels.")
  private String channel = "";

  private final Surroundings surroundings;

  NotifyTestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** {@code docs/schemas/channel-test.schema.json}. */
  private record Tried(String channel, boolean delivered, String said) {}

  @Override
  public Integer call() {
    Tried tried = attempt();
    if (common.json()) {
      surroundings.printJson(tried);
    } else if (tried.delivered()) {
      surroundings.print(
          "%s has taken the message; it said: %s".formatted(tried.channel(), tried.said()));
    }
    if (!tried.delivered()) {
      surroundings.complain(
          "drover: %s has not taken the message: %s".formatted(tried.channel(), tried.said()));
    }
    return tried.delivered() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private Tried attempt() {
    try {
      Receipt receipt =
          ChannelTrial.send(
              surroundings.site(),
              surroundings.configuration(),
              surroundings.redactor(),
              channel,
              surroundings.user());
      return new Tried(channel, true, surroundings.oneLine(receipt.said(), 300));
    } catch (Unavailable e) {
      return new Tried(
          channel,
          false,
          surroundings.oneLine(e.reason().replaceFirst("^" + channel + ": ", ""), 300));
    } catch (Refused e) {
      return new Tried(channel, false, surroundings.oneLine(e.sentence(), 300));
    }
  }
}
