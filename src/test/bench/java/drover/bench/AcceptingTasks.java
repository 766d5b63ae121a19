package drover.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;

/**
 * Tasks that a server accepts a second, each durable before it is acknowledged, with the full
 * intake: {@code POST /webhook} of {@code ./drover serve}. Beside it, in the same run: single
 * commits of SQLite by 16 threads, the limit that group commit is there to beat, and
 * adnanh/webhook, which records nothing.
 *
 * <p>Started by {@code src/test/bench/accepting-tasks [seconds]}.
 */
public final class AcceptingTasks {
  private static final double TARGET_RATIO = 1.5;
  private static final int TARGET_P99_MS = 50;
  private static final int TARGET_READY_MS = 1500;
  private static final int TARGET_RSS_MB = 220;
  private static final String TOKEN = "token-of-the-bench";

  private final Path folder;
  private final Duration length;

  private AcceptingTasks(Path folder, Duration length) {
    this.folder = folder;
    this.length = length;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Path folder = Files.createTempDirectory("accepting-tasks");
    System.out.printf(
        "%d s each, JDK %s, load average %.2f%n",
        seconds,
        Runtime.version().feature(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    AcceptingTasks bench = new AcceptingTasks(folder, Duration.ofSeconds(seconds));
    bench.ready();
    double single = bench.sqlite(16);
    double accepted = bench.drover();
    System.out.printf(
        "%-44s %6.2f (target %.1f)%n", "ratio to SQLite", accepted / single, TARGET_RATIO);
    bench.webhook();
    Folders.delete(folder);
  }

  private void ready() throws Exception {
    List<Long> millis = new ArrayList<>();
    long rss = 0;
    for (int i = 0; i < 4; i++) { // the first one makes the archive of classes
      Instant begin = Instant.now();
      try (Served server = drover(folder.resolve("ready"))) {
        if (i > 0) {
          millis.add(Duration.between(begin, Instant.now()).toMillis());
        }
        TimeUnit.SECONDS.sleep(3);
        rss = server.rssMegabytes();
      }
    }
    millis.sort(Long::compare);
    System.out.printf(
        "%-44s %6d ms (target %d), %d MB idle (target %d)%n",
        "ready after", millis.get(1), TARGET_READY_MS, rss, TARGET_RSS_MB);
  }

  private double drover() throws Exception {
    double most = 0;
    try (Served server = drover(folder.resolve("accepting"))) {
      String path = "/webhook";
      Load load = new Load(server.port(), path, TOKEN);
      load.run(16, Duration.ofSeconds(8)); // warm
      for (int connections : new int[] {1, 16, 64}) {
        Load.Result result = load.run(connections, length);
        System.out.printf(
            "%-44s %s%s%n",
            "accepted, %d connections".formatted(connections),
            result,
            connections == 64 ? " (p99 target %d ms)".formatted(TARGET_P99_MS) : "");
        most = result.perSecond();
      }
      System.out.printf("%-44s %6d MB%n", "memory of the server afterwards", server.rssMegabytes());
    }
    return most;
  }

  /** Nothing begins: real runs wait for a credential. */
  private static Served drover(Path data) throws Exception {
    int port = freePort();
    Map<String, String> environment =
        Map.of(
            "DROVER_HOME",
            data.toString(),
            "AI_WEBHOOK_TOKEN",
            TOKEN,
            "DROVER_HTTP_PORT",
            String.valueOf(port),
            "DROVER_HTTP_MANAGEMENT_PORT",
            "0",
            "DROVER_DISPATCH_QUEUE_BOUND",
            "1000000");
    return Served.start(port, environment, "./drover", "serve");
  }

  private void webhook() throws Exception {
    Optional<Path> program = Optional.of(Path.of("/usr/bin/webhook")).filter(Files::isExecutable);
    if (program.isEmpty()) {
      System.out.println("adnanh/webhook is not installed (Debian: webhook), not measured");
      return;
    }
    Path hooks = folder.resolve("hooks.json");
    Files.writeString(
        hooks,
        """
        [{"id": "webhook", "execute-command": "/bin/true",
          "trigger-rule": {"match": {"type": "value", "value": "Bearer %s",
            "parameter": {"source": "header", "name": "Authorization"}}}}]
        """
            .formatted(TOKEN));
    int port = freePort();
    try (Served server =
        Served.start(
            port,
            Map.of(),
            "/usr/bin/webhook",
            "-hooks",
            hooks.toString(),
            "-ip",
            "127.0.0.1",
            "-port",
            String.valueOf(port))) {
      Load load = new Load(port, "/hooks/webhook", TOKEN);
      for (int connections : new int[] {1, 16, 64}) {
        System.out.printf(
            "%-44s %s%n",
            "adnanh/webhook, no record, %d connections".formatted(connections),
            load.run(connections, length));
      }
    }
  }

  /** Rows of a run's size, each in a transaction of its own. */
  private double sqlite(int threads) throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("single.db");
    try (Connection setup = open(url)) {
      setup.createStatement().execute("create table runs(id text primary key, task text)");
    }
    String task = "x".repeat(1024);
    Instant end = Instant.now().plus(length);
    List<Future<Integer>> counts = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        String prefix = t + "-";
        counts.add(
            workers.submit(
                () -> {
                  int count = 0;
                  try (Connection connection = open(url);
                      PreparedStatement insert =
                          connection.prepareStatement("insert into runs values (?, ?)")) {
                    for (; Instant.now().isBefore(end); count++) {
                      insert.setString(1, prefix + count);
                      insert.setString(2, task);
                      insert.executeUpdate();
                    }
                  }
                  return count;
                }));
      }
    }
    long sum = 0;
    for (Future<Integer> count : counts) {
      sum += count.get();
    }
    double perSecond = sum / (double) length.toSeconds();
    System.out.printf(
        "%-44s %6.0f/s%n", "SQLite, one commit a row, %d threads".formatted(threads), perSecond);
    return perSecond;
  }

  private static Connection open(String url) throws Exception {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(60_000);
    return DriverManager.getConnection(url, config.toProperties());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
