package drover.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.Configuration;
import drover.ledger.CommitWitness;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.observe.PrometheusText;
import drover.observe.PrometheusText.Sample;
import drover.redact.Redactor;
import drover.task.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What probes and Prometheus see of a server at work. */
@Timeout(180)
class ObservedServerTest {
  private static final String TOKEN = "token-of-the-observed-server-0123456789";
  private static final String PROMPT = "Write about a very private matter";

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Semaphore commits = new Semaphore(0);
  private final AtomicReference<CountDownLatch> heldAtCommit =
      new AtomicReference<>(new CountDownLatch(0));
  private final CommitWitness counting =
      new CommitWitness() {
        @Override
        public void beforeCommit() {
          try {
            heldAtCommit.get().await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public void afterCommit() {
          commits.release();
        }
      };

  @Test
  void a_server_at_work_shows_health_and_figures_and_nothing_else() throws Exception {
    try (Server server = start(Map.of())) {
      assertThat(get(server, "/observe/health").statusCode()).isEqualTo(200);
      assertThat(get(server, "/observe/health/ready").body()).contains("\"status\":\"UP\"");
      assertThat(get(server, "/observe/health/live").statusCode()).isEqualTo(200);
      assertThat(get(server, "/observe").statusCode()).isEqualTo(404);

      assertThat(post(server, "wrong").statusCode()).isEqualTo(401);
      assertThat(post(server, TOKEN).statusCode()).isEqualTo(201);
      RunRecord run = awaitEnd();
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);

      HttpResponse<String> scraped = scrapeAtRest(server);
      assertThat(scraped.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertFigures(PrometheusText.parse(scraped.body()));
      assertThat(scraped.body())
          .doesNotContain(TOKEN, PROMPT, run.id(), directory.toString(), "sample");
    }
  }

  private static void assertFigures(PrometheusText text) {
    Map<String, String> job = Map.of("job", "publisher");
    assertThat(
            text.value(
                "drover_runs_total",
                Map.of("job", "publisher", "outcome", "delivered", "mode", "rehearsal")))
        .isEqualTo(1);
    assertThat(text.value("drover_run_duration_seconds_count", job)).isEqualTo(1);
    assertThat(text.value("drover_run_duration_seconds_sum", job)).isPositive();
    assertThat(text.value("drover_webhooks_total", Map.of("trigger", "webhook", "status", "201")))
        .isEqualTo(1);
    assertThat(text.value("drover_webhooks_total", Map.of("trigger", "webhook", "status", "401")))
        .isEqualTo(1);
    assertThat(text.value("drover_queue_runs", Map.of())).isZero();
    assertThat(text.value("drover_paused", Map.of())).isZero();
    assertThat(text.value("drover_runs_waiting", Map.of("for", "usage-limit"))).isZero();
    assertThat(text.value("drover_stream_lag_seconds", Map.of())).isZero();
    assertThat(text.value("drover_ledger_commits_total", Map.of())).isGreaterThan(10);
    assertThat(text.types())
        .containsEntry("drover_runs_total", "counter")
        .containsEntry("drover_run_duration_seconds", "histogram")
        .containsEntry("drover_spend_usd_total", "counter")
        .containsEntry("drover_queue_runs", "gauge")
        .containsEntry("drover_runs_live", "gauge")
        .containsEntry("drover_runs_waiting", "gauge")
        .containsEntry("drover_limits_hit_total", "counter")
        .containsEntry("drover_stream_lag_seconds", "gauge")
        .containsEntry("drover_webhooks_total", "counter")
        .containsEntry("drover_schedule_skipped_total", "counter")
        .containsEntry("drover_paused", "gauge")
        .containsEntry("drover_ledger_commits_total", "counter");
    assertThat(text.withoutHelp()).isEmpty();
    assertThat(text.samples())
        .filteredOn(sample -> sample.name().startsWith("drover_"))
        .flatExtracting(sample -> sample.labels().keySet())
        .isSubsetOf(
            "job",
            "outcome",
            "mode",
            "le",
            "for",
            "limit",
            "trigger",
            "status",
            "schedule",
            "channel");
    assertThat(text.samples())
        .filteredOn(sample -> sample.labels().containsKey("job"))
        .extracting(sample -> sample.labels().get("job"))
        .isSubsetOf(Configuration.load(Optional.empty(), Map.of()).settings().jobs().keySet());
    assertThat(text.samples()).extracting(Sample::name).noneMatch(name -> name.contains(".."));
  }

  @Test
  void money_and_the_limit_it_meets_are_counted_as_played_in_a_rehearsal() throws Exception {
    Map<String, String> spender =
        Map.of("DROVER_REHEARSAL_MISBEHAVE", "spend", "DROVER_LIMITS_TURN_COST_USD", "0.5");
    try (Server server = start(spender)) {
      post(server, TOKEN);
      assertThat(awaitEnd().outcome()).contains("over-budget");
      PrometheusText text = PrometheusText.parse(scrapeAtRest(server).body());
      assertThat(text.value("drover_limits_hit_total", Map.of("limit", "turn-cost"))).isEqualTo(1);
      assertThat(
              text.value("drover_spend_usd_total", Map.of("job", "publisher", "mode", "rehearsal")))
          .isGreaterThanOrEqualTo(0.5);
      assertThat(text.value("drover_spend_usd_total", Map.of("job", "publisher", "mode", "real")))
          .isZero();
    }
  }

  @Test
  void a_server_that_stops_is_not_ready_and_then_gone() throws Exception {
    Server server = start(Map.of());
    assertThat(get(server, "/observe/health").statusCode()).isEqualTo(200);
    heldAtCommit.set(new CountDownLatch(1));
    Thread stopping = Thread.ofPlatform().start(server::close); // takes its leave in the ledger
    HttpResponse<String> told = get(server, "/observe/health");
    while (!told.body().contains("stopping")) { // it has only been asked to
      told = get(server, "/observe/health");
    }
    assertThat(told.statusCode()).isEqualTo(503);
    assertThat(get(server, "/observe/health/live").statusCode()).isEqualTo(200);
    heldAtCommit.get().countDown();
    stopping.join();
    assertThatThrownBy(() -> get(server, "/observe/health/live")).isInstanceOf(IOException.class);
  }

  @Test
  void a_management_port_that_is_taken_is_told_in_one_line_and_leaves_nothing_open()
      throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> start(Map.of("DROVER_HTTP_MANAGEMENT_PORT", port)))
          .isInstanceOf(DoorTaken.class)
          .hasMessage(
              "port %s of 127.0.0.1 cannot be listened on: stop what uses it, or set drover.http.management-port"
                  .formatted(port));
    }
    start(Map.of()).close();
  }

  @Test
  void a_port_that_is_taken_leaves_no_management_port_open() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String management = Integer.toString(free.getLocalPort());
      free.close();
      assertThatThrownBy(
              () ->
                  start(
                      Map.of("DROVER_HTTP_PORT", port, "DROVER_HTTP_MANAGEMENT_PORT", management)))
          .isInstanceOf(DoorTaken.class)
          .hasMessageContaining("drover.http.port");
      start(Map.of("DROVER_HTTP_MANAGEMENT_PORT", management)).close();
    }
  }

  private Server start(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.put("DROVER_HTTP_HOST", "127.0.0.1");
    environment.put("DROVER_HTTP_PORT", "0");
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_TURN_POLL_MS", "10");
    environment.put("DROVER_VERIFY_BROWSER", "/nonexistent/browser");
    environment.putAll(more);
    Site site =
        new Site(
            environment, directory.resolve("data"), Path.of("").toAbsolutePath(), Optional.empty());
    return Server.start(
        site,
        Configuration.load(Optional.empty(), environment),
        new Redactor(environment),
        Mode.REHEARSAL,
        counting);
  }

  private HttpResponse<String> get(Server server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(server.managementPort(), path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The end of a run is in the ledger before its figures are counted. */
  private HttpResponse<String> scrapeAtRest(Server server) throws Exception {
    HttpResponse<String> scraped = get(server, "/observe/metrics");
    while (PrometheusText.parse(scraped.body()).value("drover_runs_live", Map.of()) > 0) {
      scraped = get(server, "/observe/metrics");
    }
    return scraped;
  }

  private HttpResponse<String> post(Server server, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(server.port(), "/webhook"))
            .header("Authorization", "Bearer " + token)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"job\":\"publisher\",\"prompt\":\"%s\"}".formatted(PROMPT)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Looks again whenever something was committed. */
  private RunRecord awaitEnd() throws InterruptedException {
    try (Ledger ledger = Ledger.open(directory.resolve("data"))) {
      while (true) {
        commits.drainPermits();
        List<RunRecord> runs = ledger.read().runs().list(Optional.empty(), Optional.empty(), 2);
        if (runs.size() == 1 && runs.getFirst().state().isEnded()) {
          return runs.getFirst();
        }
        assertThat(commits.tryAcquire(2, TimeUnit.MINUTES)).as("something goes on").isTrue();
      }
    }
  }
}
