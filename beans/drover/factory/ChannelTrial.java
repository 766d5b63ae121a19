package drover.factory;

import drover.config.Configuration;
import drover.effect.Receipt;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.notify.Channel;
import drover.notify.NewsWitness;
import drover.notify.Outbox;
import drover.redact.Redactor;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.main.Main;

/** One message through a channel, by the route that all its messages take. */
public final class ChannelTrial {
  private static final List<String> ROUTES =
      List.of(
          "notify",
          "notify/post",
          "notify/slack",
          "notify/discord",
          "notify/discord-bot",
          "notify/ntfy",
          "notify/logs");

  private ChannelTrial() {}

  /**
   * @param who tries it
   * @return what the service answered
   * @throws drover.config.ConfigurationException when the channel is not set up
   * @throws drover.effect.Unavailable when the service did not take it now
   * @throws drover.effect.Refused when it does not take it
   */
  public static Receipt send(
      Site site, Configuration configuration, Redactor redactor, String name, String who) {
    try (Ledger ledger = Ledger.open(site.dataDirectory())) {
      NotifyParts parts =
          new NotifyParts(
              site, configuration.settings(), redactor, ledger, Clock.system(), NewsWitness.NONE);
      Channel channel = parts.channels().find(name);
      Outbox outbox = parts.outbox();
      Main camel = new Main();
      try {
        Factory.startRoutes(configuration, camel, ROUTES, parts.forRoutes());
        return handOver(camel, outbox, channel, who);
      } finally {
        camel.stop();
      }
    }
  }

  private static Receipt handOver(Main camel, Outbox outbox, Channel channel, String who) {
    FluentProducerTemplate route = camel.getCamelContext().createFluentProducerTemplate();
    try {
      return route
          .withVariable("channel", channel)
          .withVariable("letter", outbox.trial(channel, who))
          .to("direct:hand-over")
          .request(Receipt.class);
    } catch (CamelExecutionException e) {
      throw Factory.unwrapped(e);
    }
  }
}
