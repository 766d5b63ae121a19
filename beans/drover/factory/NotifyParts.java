package drover.factory;

import drover.config.Secrets;
import drover.config.Settings;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.notify.Answers;
import drover.notify.Channels;
import drover.notify.Digests;
import drover.notify.DiscordBotForm;
import drover.notify.DiscordForm;
import drover.notify.Heartbeats;
import drover.notify.NewsWitness;
import drover.notify.Newsroom;
import drover.notify.NtfyForm;
import drover.notify.Outbox;
import drover.notify.SlackForm;
import drover.redact.Redactor;
import java.util.Map;
import java.util.UUID;

/** What tells people. */
final class NotifyParts {
  private final Settings settings;
  private final Redactor redactor;
  private final Ledger ledger;
  private final Clock clock;
  private final Channels channels;
  private final Newsroom newsroom;
  private final Outbox outbox;

  NotifyParts(
      Site site,
      Settings settings,
      Redactor redactor,
      Ledger ledger,
      Clock clock,
      NewsWitness witness) {
    this.settings = settings;
    this.redactor = redactor;
    this.ledger = ledger;
    this.clock = clock;
    this.channels =
        new Channels(settings.notifications(), new Secrets(site.environment(), redactor));
    this.newsroom = new Newsroom(channels, settings.notifications().heartbeat(), clock, redactor);
    this.outbox =
        new Outbox(
            ledger,
            clock,
            redactor,
            settings.notifications(),
            settings.outages(),
            UUID.randomUUID().toString(),
            witness);
  }

  /** Hears what happens in runs. */
  Newsroom newsroom() {
    return newsroom;
  }

  Channels channels() {
    return channels;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Other processes may tell people at once. */
  void leave() {
    if (channels.inUse()) {
      outbox.leave();
    }
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes() {
    return Map.ofEntries(
        Map.entry("channels", channels),
        Map.entry("outbox", outbox),
        Map.entry(
            "heartbeats",
            new Heartbeats(ledger, newsroom, channels, settings.notifications(), clock)),
        Map.entry("digests", new Digests(ledger, newsroom, settings.notifications(), clock)),
        Map.entry("answers", new Answers(clock)),
        Map.entry("slackForm", new SlackForm(channels)),
        Map.entry("discordForm", new DiscordForm(channels)),
        Map.entry("discordBotForm", new DiscordBotForm(channels)),
        Map.entry("ntfyForm", new NtfyForm(channels)),
        Map.entry("oneTry", new OneTry()));
  }
}
