package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Configuration;
import drover.factory.UpkeepParts;
import drover.ledger.EventRecord;
import drover.ledger.Ledger;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.redact.Redactor;
import drover.run.ManualClock;
import drover.workspace.Git;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route {@code retention}, with time that passes when the test says so. */
class RetentionRouteTest {
  @TempDir private Path home;
  private final ManualClock clock = new ManualClock();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private GrownLedger grown;
  private Ledger ledger;
  private ProducerTemplate routes;

  @BeforeEach
  void start() {
    grown = GrownLedger.in(home);
    grown.sql("update runs set finished_at = " + clock.now().toEpochMilli());
    ledger = Ledger.open(grown.data());
  }

  @AfterEach
  void stop() {
    camel.stop();
    ledger.close();
  }

  @Test
  void people_are_told_a_day_before_something_goes() throws Exception {
    listen("true");
    clock.advance(Duration.ofDays(30).plusHours(1));
    tick();

    assertThat(notices())
        .singleElement()
        .asString()
        .contains("tidy by server", "it succeeded 30 days ago", "goes after 2026-04-01T13:00:00Z");
    clock.advance(Duration.ofHours(23));
    tick();
    assertThat(files()).contains("home", "clean.git");
    assertThat(notices()).hasSize(1);

    clock.advance(Duration.ofHours(1));
    tick();
    assertThat(files()).containsExactlyInAnyOrder("turns", "artifacts");
    assertThat(notices()).hasSize(2).last().asString().contains("was removed: home, workspace");
  }

  @Test
  void a_run_that_went_on_and_ended_again_is_told_of_anew() throws Exception {
    listen("true");
    clock.advance(Duration.ofDays(31));
    tick();
    clock.advance(Duration.ofDays(31));
    grown.sql("update runs set finished_at = " + clock.now().toEpochMilli());
    clock.advance(Duration.ofDays(31));
    tick();

    assertThat(files()).contains("home", "clean.git");
    assertThat(notices()).hasSize(2);
  }

  @Test
  void a_link_goes_and_not_what_it_leads_to() throws Exception {
    listen("true");
    Path stuck = grown.run(grown.retried());
    Files.move(stuck, stuck.resolveSibling("elsewhere"));
    Files.createDirectories(stuck);
    Files.createSymbolicLink(stuck.resolve("home"), stuck.resolveSibling("elsewhere/home"));
    clock.advance(Duration.ofDays(31));
    tick();
    clock.advance(Duration.ofDays(1));
    tick();

    assertThat(files()).containsExactlyInAnyOrder("turns", "artifacts");
    assertThat(stuck.resolveSibling("elsewhere/home")).isDirectory();
  }

  @Test
  void a_server_that_is_told_not_to_removes_nothing() throws Exception {
    listen("false");
    clock.advance(Duration.ofDays(999));
    tick();
    clock.advance(Duration.ofDays(999));
    tick();

    assertThat(notices()).isEmpty();
    assertThat(files()).contains("home", "clean.git");
  }

  private void listen(String sweep) throws Exception {
    UpkeepParts upkeep =
        new UpkeepParts(
            Configuration.load(Optional.empty(), Map.of()).settings(),
            Git.clean(new CommandRunner(new ForkingLauncher(), clock), System.getenv()),
            ledger,
            clock,
            new Redactor(Map.of()),
            grown.data(),
            "server");
    camel.getRegistry().bind("retention", upkeep.retention());
    camel.getRegistry().bind("tidying", upkeep.tidying());
    camel.getRegistry().bind("idleClones", upkeep.idleClones());
    camel.getRegistry().bind("idleCaches", upkeep.idleCaches());
    camel.getRegistry().bind("cloneRepacking", upkeep.cloneRepacking());
    Properties properties = new Properties();
    properties.setProperty("drover.retention.sweep", sweep);
    camel.getPropertiesComponent().setInitialProperties(properties);
    String yaml =
        Files.readString(Path.of("routes/retention.yaml"))
            .replaceFirst("timer:retention\\n +parameters:\\n.*\\n.*\\n", "direct:tick\n");
    assertThat(yaml).contains("direct:tick");
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("r.yaml", yaml));
    camel.start();
    routes = camel.createProducerTemplate();
  }

  private void tick() {
    routes.sendBody("direct:tick", "");
  }

  private List<String> notices() {
    return ledger.read().events().after(grown.succeeded(), 0, 1000).stream()
        .map(EventRecord::json)
        .filter(json -> json.contains("tidy by"))
        .toList();
  }

  private List<String> files() throws Exception {
    try (var files = Files.list(grown.run(grown.succeeded()))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
