package drover.bench;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import drover.postgres.PostgresServer;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/**
 * Tasks that a server accepts a second with its ledger in PostgreSQL, over HTTP and with the full
 * intake. Beside it, on the same PostgreSQL in the same run: single commits of PostgreSQL by 16
 * threads, and db-scheduler and JobRunr, each called in process by 64 threads: without the HTTP
 * request, its checks and its JSON, which is in their favour.
 *
 * <p>Started by {@code src/test/bench/accepting-tasks postgres [seconds]}.
 */
public final class AcceptingOnPostgres {
  private static final double TARGET_OF_COMMITS = 0.6;
  private static final double TARGET_OF_PEERS = 1.5;
  private static final String TOKEN = "token-of-the-bench";
  private static final String TASK = "x".repeat(1024);

  private final PostgresServer postgres;
  private final Path folder;
  private final Duration length;

  private AcceptingOnPostgres(PostgresServer postgres, Path folder, Duration length) {
    this.postgres = postgres;
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
    try (PostgresServer postgres = PostgresServer.start()) {
      AcceptingOnPostgres bench =
          new AcceptingOnPostgres(postgres, folder, Duration.ofSeconds(seconds));
      double commits = bench.commits();
      double dbScheduler = bench.dbScheduler();
      double jobRunr = bench.jobRunr();
      double accepted = bench.drover();
      ratio("PostgreSQL's commits", accepted / commits, TARGET_OF_COMMITS);
      ratio("db-scheduler", accepted / dbScheduler, TARGET_OF_PEERS);
      ratio("JobRunr", accepted / jobRunr, TARGET_OF_PEERS);
    }
    Folders.delete(folder);
    System.exit(0); // peers leave threads behind
  }

  private static void ratio(String peer, double ratio, double target) {
    System.out.printf("%-44s %6.2f (target %.1f)%n", "ratio to " + peer, ratio, target);
  }

  /** Rows of a run's size, each in a transaction of its own. */
  private double commits() throws Exception {
    try (HikariDataSource pool = pool(16)) {
      try (Connection setup = pool.getConnection()) {
        setup.createStatement().execute("create table runs(id text primary key, task text)");
      }
      return measured(
          "PostgreSQL, one commit a row, 16 threads",
          16,
          id -> {
            try (Connection connection = pool.getConnection();
                PreparedStatement insert =
                    connection.prepareStatement("insert into runs values (?, ?)")) {
              insert.setString(1, id);
              insert.setString(2, TASK);
              insert.executeUpdate();
            }
          });
    }
  }

  private double dbScheduler() throws Exception {
    try (HikariDataSource pool = pool(16)) {
      try (Connection setup = pool.getConnection()) {
        setup
            .createStatement()
            .execute(
                """
                create table scheduled_tasks (task_name text not null, task_instance text not null,
                  task_data bytea, execution_time timestamptz not null, picked boolean not null,
                  picked_by text, last_success timestamptz, last_failure timestamptz,
                  consecutive_failures int, last_heartbeat timestamptz, version bigint not null,
                  priority smallint, primary key (task_name, task_instance));
                create index on scheduled_tasks (execution_time);
                create index on scheduled_tasks (last_heartbeat);
                create index on scheduled_tasks (priority desc, execution_time asc);
                """);
      }
      OneTimeTask<String> task =
          Tasks.oneTime("accepted", String.class).execute((instance, context) -> {});
      SchedulerClient client = SchedulerClient.Builder.create(pool, task).build();
      Instant later = Instant.now().plus(Duration.ofDays(1));
      return measured(
          "db-scheduler, 64 threads, in process",
          64,
          id -> client.scheduleIfNotExists(task.instance(id, TASK), later));
    }
  }

  private double jobRunr() throws Exception {
    try (HikariDataSource pool = pool(16)) {
      JobScheduler scheduler =
          JobRunr.configure()
              .useJsonMapper(new JacksonJsonMapper())
              .useStorageProvider(SqlStorageProviderFactory.using(pool))
              .initialize()
              .getJobScheduler();
      double rate =
          measured(
              "JobRunr, 64 threads, in process",
              64,
              id -> scheduler.enqueue(UUID.randomUUID(), () -> work(id, TASK)));
      JobRunr.destroy();
      return rate;
    }
  }

  /** What a job of JobRunr would do. */
  public static void work(String id, String task) {
    System.out.println(id + task);
  }

  private double drover() throws Exception {
    double most = 0;
    int port = freePort();
    try (Served server = Served.start(port, environment(port), "./drover", "serve")) {
      Load load = new Load(server.port(), "/webhook", TOKEN);
      load.run(16, Duration.ofSeconds(8)); // warm
      for (int connections : new int[] {1, 16, 64}) {
        Load.Result result = load.run(connections, length);
        System.out.printf("%-44s %s%n", "accepted, %d connections".formatted(connections), result);
        most = result.perSecond();
      }
    }
    return most;
  }

  /** Nothing begins: real runs wait for a credential. */
  private Map<String, String> environment(int port) {
    return Map.of(
        "DROVER_HOME",
        folder.resolve("accepting").toString(),
        "AI_WEBHOOK_TOKEN",
        TOKEN,
        "DROVER_HTTP_PORT",
        String.valueOf(port),
        "DROVER_HTTP_MANAGEMENT_PORT",
        "0",
        "DROVER_DISPATCH_QUEUE_BOUND",
        "1000000",
        "DROVER_LEDGER_URL",
        postgres.url(postgres.newDatabase()),
        "DROVER_LEDGER_USER",
        PostgresServer.USER,
        "DROVER_LEDGER_PASSWORD",
        PostgresServer.PASSWORD);
  }

  @FunctionalInterface
  private interface Accepting {
    void accept(String id) throws Exception;
  }

  private double measured(String what, int threads, Accepting one) throws Exception {
    counted(threads, one, "warm", Duration.ofSeconds(3));
    double perSecond = counted(threads, one, "", length) / (double) length.toSeconds();
    System.out.printf("%-44s %6.0f/s%n", what, perSecond);
    return perSecond;
  }

  private static long counted(int threads, Accepting one, String prefix, Duration length)
      throws Exception {
    Instant end = Instant.now().plus(length);
    List<Future<Long>> counts = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        String name = prefix + t + "-";
        counts.add(
            workers.submit(
                () -> {
                  long count = 0;
                  for (; Instant.now().isBefore(end); count++) {
                    one.accept(name + count);
                  }
                  return count;
                }));
      }
    }
    long sum = 0;
    for (Future<Long> count : counts) {
      sum += count.get();
    }
    return sum;
  }

  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.url(postgres.newDatabase()));
    config.setUsername(PostgresServer.USER);
    config.setPassword(PostgresServer.PASSWORD);
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
