package drover.bench;

import drover.ledger.InstanceRecord;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import drover.postgres.PostgresServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Two servers on one PostgreSQL and one data directory; the one that has all runs stands still, as
 * a machine without power does for the others. How long until the other owns them; the lease is the
 * default one.
 *
 * <p>Started by {@code src/test/bench/taking-over [runs]}.
 */
public final class TakingOver {
  private static final int TARGET_MS = 20_000;
  private static final String TOKEN = "token-of-the-bench";

  private final PostgresServer postgres;
  private final String database;
  private final Path data;
  private final int runs;

  private TakingOver(PostgresServer postgres, Path data, int runs) {
    this.postgres = postgres;
    this.database = postgres.newDatabase();
    this.data = data;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
    Path folder = Files.createTempDirectory("taking-over");
    System.out.printf(
        "%d runs, JDK %s, load average %.2f%n",
        runs,
        Runtime.version().feature(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    try (PostgresServer postgres = PostgresServer.start()) {
      new TakingOver(postgres, folder.resolve("data"), runs).measure();
    }
    Folders.delete(folder);
  }

  private void measure() throws Exception {
    try (Ledger ledger = Ledger.open(postgres.address(database, data))) {
      Served first = serve();
      hand(first);
      await(() -> atWork(ledger).size() == runs);
      Set<String> before = owners(ledger);
      try (Served second = serve()) {
        await(() -> alive(ledger) == 2);
        signal("STOP", first);
        Instant begin = Instant.now();
        await(
            () ->
                atWork(ledger).size() == runs
                    && owners(ledger).stream().noneMatch(before::contains));
        System.out.printf(
            "another owns all runs after %d ms (target %d)%n",
            Duration.between(begin, Instant.now()).toMillis(), TARGET_MS);
        second.process().destroyForcibly();
      } finally {
        first.process().destroyForcibly();
        first.process().waitFor();
      }
    }
  }

  private Served serve() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("DROVER_HOME", data.toString());
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.put("DROVER_HTTP_PORT", String.valueOf(port));
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_DISPATCH_RUNS", String.valueOf(runs));
    environment.put("DROVER_JOBS_AGENT_CONCURRENCY", String.valueOf(runs));
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_REHEARSAL_MISBEHAVE", "hang");
    environment.put("DROVER_LEDGER_URL", postgres.url(database));
    environment.put("DROVER_LEDGER_USER", PostgresServer.USER);
    environment.put("DROVER_LEDGER_PASSWORD", PostgresServer.PASSWORD);
    return Served.start(port, environment, "./drover", "serve", "--rehearse");
  }

  private void hand(Served server) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < runs; i++) {
        String task = "{\"job\":\"agent\",\"params\":{\"agent\":\"a\"},\"prompt\":\"n" + i + "\"}";
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/webhook"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(task))
                .build();
        int status = 404; // the port listens before its doors are there
        while (status == 404) {
          status = client.send(request, BodyHandlers.discarding()).statusCode();
        }
        if (status != 201) {
          throw new IOException("answered with " + status);
        }
      }
    }
  }

  private static List<OpenRun> atWork(Ledger ledger) {
    return ledger.read().openRuns().ofServers().stream()
        .filter(run -> run.state() == RunState.RUNNING)
        .toList();
  }

  private static Set<String> owners(Ledger ledger) {
    return atWork(ledger).stream().flatMap(run -> run.owner().stream()).collect(Collectors.toSet());
  }

  private static long alive(Ledger ledger) {
    return ledger.read().instances().all().stream()
        .map(InstanceRecord::silentMillis)
        .filter(silent -> silent < 10_000)
        .count();
  }

  private static void signal(String name, Served server) throws Exception {
    String pid = String.valueOf(server.process().pid());
    new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
