package drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.Configuration;
import drover.dispatch.KillSwitch;
import drover.http.Answer;
import drover.json.Json;
import drover.ledger.CommitWitness;
import drover.ledger.DeliveryState;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.machine.NeedsPrograms;
import drover.redact.Redactor;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alert rules ask for what a server really tells. */
class ObservabilityFilesTest {
  private static final Path FILES = Path.of("k8s/observability");
  private static final Pattern METRIC = Pattern.compile("\\bdrover_[a-z_]+");
  private static final Pattern LABELS = Pattern.compile("(drover_[a-z_]+)\\{([^}]*)}");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"drover-alerts.yaml", "drover-dashboard.json"})
  void every_metric_that_is_asked_for_is_told(String file) throws IOException {
    String text = Files.readString(FILES.resolve(file));
    Set<String> asked =
        METRIC
            .matcher(text)
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    List<PrometheusText.Sample> told = everything();
    assertThat(asked).hasSizeGreaterThan(5);
    assertThat(told.stream().map(PrometheusText.Sample::name)).containsAll(asked);
    LABELS
        .matcher(text.replace("\\\"", "\""))
        .results()
        .forEach(
            found ->
                assertThat(told)
                    .as(found.group())
                    .filteredOn(sample -> sample.name().equals(found.group(1)))
                    .allSatisfy(
                        sample ->
                            assertThat(sample.labels().keySet())
                                .containsAll(
                                    Stream.of(found.group(2).split(","))
                                        .map(part -> part.replaceFirst("[=!].*", "").strip())
                                        .toList())));
  }

  @Test
  void every_panel_says_what_it_shows_and_has_its_own_number() throws IOException {
    JsonNode board = Json.tree(Files.readString(FILES.resolve("drover-dashboard.json")));
    assertThat(board.path("panels"))
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("targets")).isNotEmpty();
            });
    assertThat(board.findValuesAsText("id")).doesNotHaveDuplicates();
  }

  @Test
  @NeedsPrograms("promtool")
  void prometheus_accepts_the_rules_and_they_ring_when_they_should() throws Exception {
    assertThat(promtool("check", "rules", "drover-alerts.yaml")).contains("SUCCESS");
    assertThat(promtool("test", "rules", "drover-alerts.test.yaml")).contains("SUCCESS");
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command).directory(FILES.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** What a server tells after one of everything has happened. */
  private List<PrometheusText.Sample> everything() {
    Metrics metrics = new Metrics(Configuration.load(Optional.empty(), Map.of()).settings());
    Task task =
        new Task(
            Task.VERSION,
            "publisher",
            "",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            "local",
            Mode.REAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "schedule",
            "somebody",
            0,
            Optional.empty(),
            Optional.empty());
    metrics.ended(task, "delivered", Duration.ofSeconds(1));
    metrics.answered("/webhook", new Answer(201, "text/plain", "", "", ""));
    metrics.settled("slack", DeliveryState.DELIVERED);
    CommitCount commits = new CommitCount(CommitWitness.NONE);
    try (Ledger ledger = Ledger.open(directory, commits)) {
      Clock clock = Clock.system();
      KillSwitch off = new KillSwitch(ledger, clock, new Redactor(Map.of()));
      metrics.show(new LedgerFigures(ledger, off, clock), commits);
      metrics.show(() -> 0, () -> Duration.ZERO);
      return PrometheusText.parse(metrics.scrape()).samples();
    }
  }
}
