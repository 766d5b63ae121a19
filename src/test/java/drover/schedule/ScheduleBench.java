package drover.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Configuration;
import drover.config.Settings;
import drover.intake.Backlog;
import drover.intake.House;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.ledger.Ledger;
import drover.ledger.LedgerAddress;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.task.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The shipped routes from a schedule to a queued run, on a real ledger, and nobody who works. */
final class ScheduleBench implements AutoCloseable {
  private static final String EVERY_MINUTE = "0 * * * * ?";
  private static final String EVERY_SECOND = "* * * * * ?";

  final Ledger ledger;
  final List<String> skipped = new ArrayList<>();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate routes;
  private final MockEndpoint rung;

  private ScheduleBench(Path directory, LedgerAddress address, String yaml, String tick)
      throws Exception {
    Settings settings = settings(directory, yaml);
    this.ledger = Ledger.open(address);
    Backlog backlog = new Backlog(settings.dispatch());
    Journal journal = new Journal(ledger, Clock.system(), new Redactor(Map.of()));
    Map.of(
            "schedules", new Schedules(settings, ledger, skipped::add),
            "backlog", backlog,
            "house", new House(Mode.REHEARSAL),
            "jobRules", new JobRules(settings),
            "intake", new Intake(ledger, journal, Clock.system()))
        .forEach(camel.getRegistry()::bind);
    load("triggers/schedules", EVERY_MINUTE, tick);
    load(
        "accept",
        "uri: seda:bell\n            parameters:\n              size: 1\n"
            + "              discardWhenFull: true\n              waitForTaskToComplete: Never",
        "uri: mock:rung");
    if (tick.equals(EVERY_MINUTE)) { // the test looks, and nobody else
      camel.getRouteDefinition("every-minute").autoStartup(false);
      camel.getRouteDefinition("after-start").autoStartup(false);
    }
    camel.start();
    routes = camel.createProducerTemplate();
    rung = camel.getEndpoint("mock:rung", MockEndpoint.class);
  }

  static ScheduleBench in(Path directory, String yaml) {
    return made(directory, embedded(directory), yaml, EVERY_MINUTE);
  }

  /** One of several factories on a ledger. */
  static ScheduleBench on(LedgerAddress address, String yaml) {
    return made(address.dataDirectory(), address, yaml, EVERY_MINUTE);
  }

  /** One whose clock ticks by itself, so that nobody waits for the next full minute. */
  static ScheduleBench ticking(Path directory, String yaml) {
    return made(directory, embedded(directory), yaml, EVERY_SECOND);
  }

  private static LedgerAddress embedded(Path directory) {
    return new LedgerAddress.Embedded(directory.resolve("data"));
  }

  private static ScheduleBench made(
      Path directory, LedgerAddress address, String yaml, String tick) {
    try {
      return new ScheduleBench(directory, address, yaml, tick);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Settings settings(Path directory, String yaml) {
    try {
      Path file = Files.writeString(directory.resolve("application.yaml"), yaml);
      return Configuration.load(Optional.of(file), Map.of()).settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load(String name, String what, String into) throws Exception {
    String text = Files.readString(Path.of("routes", name + ".yaml"));
    if (!text.contains(what)) {
      throw new AssertionError("routes/%s.yaml has no %s".formatted(name, what));
    }
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString(name + ".yaml", text.replace(what, into)));
  }

  /** Looks at the schedules; only a full queue may keep one from beginning. */
  void look(String instant) {
    String said = heard(() -> routes.sendBody("direct:look-at-schedules", Instant.parse(instant)));
    assertThat(said.lines())
        .filteredOn(line -> line.contains("could not begin") || line.contains("looked at now"))
        .allSatisfy(line -> assertThat(line).contains("more are not accepted now"));
  }

  /** What the log says meanwhile: the routes tell people of a failure, and nobody else. */
  private static String heard(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    String said = heard.toString(StandardCharsets.UTF_8);
    before.print(said);
    return said;
  }

  /** Waits until so many runs were accepted here. */
  void awaitRuns(int count) throws InterruptedException {
    rung.expectedMinimumMessageCount(count);
    rung.assertIsSatisfied();
  }

  List<RunRecord> runs() {
    return ledger.read().runs().list(Optional.empty(), Optional.empty(), 1000);
  }

  List<String> keys() {
    return runs().stream().map(RunRecord::idemKey).sorted().toList();
  }

  @Override
  public void close() {
    camel.stop();
    ledger.close();
  }
}
