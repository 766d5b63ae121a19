package drover.notify;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.factory.OneTry;
import drover.ledger.Claim;
import drover.ledger.DeliveryRecord;
import drover.ledger.DeliveryState;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunState;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.ManualClock;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.RunId;
import drover.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The shipped routes from an event in the ledger to a service, on a real ledger. */
final class NotifyBench implements AutoCloseable {
  static final String PASSWORD = "hunter2-hunter2";

  final FakeService service = new FakeService();
  final ManualClock clock = new ManualClock();
  final Ledger ledger;
  final Redactor redactor;
  final Journal journal;
  final Settings settings;
  final Channels channels;
  final Outbox outbox;
  final Heartbeats heartbeats;
  final Digests digests;
  final Map<String, Object> beans = new HashMap<>();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate routes;
  private int runs;

  private enum Pace {
    ONE_AFTER_THE_OTHER,
    SIDE_BY_SIDE
  }

  private NotifyBench(Path directory, String yaml, String instance, Pace pace) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("SLACK_WEBHOOK_URL", service.url() + "/services/T0/B0/slack-secret-path");
    environment.put("DISCORD_WEBHOOK_URL", service.url() + "/webhooks/1/discord-secret-path");
    environment.put("DISCORD_BOT_TOKEN", "discord-bot-token-0123456789");
    environment.put("NTFY_TOKEN", "tk_0123456789abcdef");
    environment.put("MAIL_PASSWORD", PASSWORD);
    this.redactor = new Redactor(environment);
    this.settings = settings(directory, yaml.replace("SERVICE", service.url()));
    this.ledger = Ledger.open(directory.resolve("data"));
    this.channels = new Channels(settings.notifications(), new Secrets(environment, redactor));
    Newsroom newsroom =
        new Newsroom(channels, settings.notifications().heartbeat(), clock, redactor);
    this.journal = new Journal(ledger, clock, redactor, newsroom);
    this.heartbeats = new Heartbeats(ledger, newsroom, channels, settings.notifications(), clock);
    beans.put("channels", channels);
    this.outbox =
        new Outbox(
            ledger,
            clock,
            redactor,
            settings.notifications(),
            settings.outages(),
            instance,
            NewsWitness.NONE);
    beans.put("outbox", outbox);
    beans.put("heartbeats", heartbeats);
    this.digests = new Digests(ledger, newsroom, settings.notifications(), clock);
    beans.put("digests", digests);
    beans.put("answers", new Answers(clock));
    beans.put("slackForm", new SlackForm(channels));
    beans.put("discordForm", new DiscordForm(channels));
    beans.put("discordBotForm", new DiscordBotForm(channels));
    beans.put("ntfyForm", new NtfyForm(channels));
    beans.put("oneTry", new OneTry());
    beans.forEach(camel.getRegistry()::bind);
    for (String name :
        List.of("notify", "notify/clock", "notify/post", "notify/slack", "notify/discord")) {
      load(name, pace);
    }
    for (String name : List.of("notify/discord-bot", "notify/ntfy", "notify/logs")) {
      load(name, pace);
    }
    camel.getRouteDefinition("tell-every-second").autoStartup(false);
    camel.getRouteDefinition("look-at-live-runs").autoStartup(false);
    camel.start();
    this.routes = camel.createProducerTemplate();
  }

  /** Only the channel of this name is in use, and told how runs begin and end. */
  static NotifyBench with(Path directory, String channel) {
    String yaml =
        only(channel)
            .replace("to: drover-news}", "to: drover-news, events: [started, completed, failed]}");
    return configured(directory, yaml);
  }

  /** {@code SERVICE} stands for the fake's address. */
  static NotifyBench configured(Path directory, String yaml) {
    return made(directory, yaml, "me", Pace.ONE_AFTER_THE_OTHER);
  }

  /** Channels do not wait for each other, as in the shipped routes. */
  static NotifyBench sideBySide(Path directory, String yaml) {
    return made(directory, yaml, "me", Pace.SIDE_BY_SIDE);
  }

  /** Another process on the same ledger. */
  static NotifyBench other(Path directory, String channel) {
    return made(directory, only(channel), "other", Pace.ONE_AFTER_THE_OTHER);
  }

  static String only(String channel) {
    StringBuilder yaml = new StringBuilder("drover:\n  notifications:\n    channels:\n");
    for (String name : List.of("slack", "discord", "discord-bot", "ntfy")) {
      yaml.append("      %s: {enabled: %s}\n".formatted(name, name.equals(channel)));
    }
    String text = yaml.toString();
    return text.replace(
            "ntfy: {enabled: true}", "ntfy: {enabled: true, url: SERVICE, to: drover-news}")
        .replace(
            "discord-bot: {enabled: true}",
            "discord-bot: {enabled: true, url: SERVICE/api/v10, to: \"42\"}");
  }

  private static NotifyBench made(Path directory, String yaml, String instance, Pace pace) {
    try {
      return new NotifyBench(directory, yaml, instance, pace);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Settings settings(Path directory, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("application.yaml"), yaml);
    return Configuration.load(Optional.of(file), Map.of()).settings();
  }

  private void load(String name, Pace pace) throws Exception {
    String text = Files.readString(Path.of("routes", name + ".yaml"));
    String waiting = pace == Pace.SIDE_BY_SIDE ? text : text.replace("- wireTap:", "- to:");
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString(name + ".yaml", waiting));
  }

  /** A second passes, as far as the routes are concerned. */
  void tick() {
    routes.sendBody("direct:tell-people", "");
  }

  void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  Claim run() {
    return run("Write about tides", Map.of(), Mode.REAL);
  }

  /** A queued run that somebody claims; the event is told as it is in a server. */
  Claim run(String prompt, Map<String, String> params, Mode mode) {
    Task task =
        new Task(
            Task.VERSION,
            "publisher",
            prompt,
            params,
            Optional.empty(),
            Optional.empty(),
            "local",
            mode,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "webhook",
            "ada",
            0,
            Optional.empty(),
            Optional.empty());
    String key = "key-" + runs++;
    String id = RunId.of("webhook", key);
    return ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      id,
                      "webhook",
                      key,
                      task.digest(),
                      task.canonicalJson(),
                      "publisher",
                      Optional.empty(),
                      mode.word(),
                      "claude",
                      0,
                      clock.now()));
          Claim claim =
              tables
                  .runs()
                  .claim(tables.runs().find(id).orElseThrow(), "me", clock.now())
                  .orElseThrow();
          tables.runTimes().begin(id, clock.now());
          journal.append(tables, id, EventType.STATE, "running", Map.of("state", RunState.RUNNING));
          return claim;
        });
  }

  /** An event that says so; the run itself stays as it is. */
  void state(Claim claim, RunState state, String text) {
    tell(claim, EventType.STATE, text, Map.of("state", state));
  }

  void tell(Claim claim, EventType type, String text, Map<String, ?> details) {
    ledger.write(
        tables -> {
          journal.append(tables, claim.run(), type, text, details);
          return claim;
        });
  }

  List<DeliveryRecord> deliveries(Claim claim) {
    return ledger.read().deliveries().ofRun(claim.run());
  }

  List<DeliveryState> states(Claim claim) {
    return deliveries(claim).stream().map(DeliveryRecord::state).toList();
  }

  @Override
  public void close() {
    camel.stop();
    ledger.close();
    service.close();
  }
}
