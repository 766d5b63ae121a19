package drover.postgres;

import drover.ledger.LedgerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL on a port of the loopback, with a disk that syncs. It refuses to run as root,
 * so that for root it runs as nobody; it ends when this process ends, however that happens.
 */
public final class PostgresServer implements AutoCloseable {
  /** Who the tests are there; its password is {@link #PASSWORD}. */
  public static final String USER = "drover";

  public static final String PASSWORD = "a-password-of-the-tests";

  private static final String NOBODY = "65534";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path home;
  private final Path directory;
  private final int port;
  private Process process;

  private PostgresServer(Path home, Path directory, int port) {
    this.home = home;
    this.directory = directory;
    this.port = port;
  }

  /** The one that all tests of this process share; each makes a database of its own there. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final PostgresServer SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(SERVER::close));
    }
  }

  public static PostgresServer start() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path directory = Files.createTempDirectory("postgres");
      int port = free.getLocalPort();
      free.close();
      PostgresServer server = new PostgresServer(PostgresBinaries.unpacked(), directory, port);
      server.initialise();
      server.launch();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void initialise() throws IOException {
    Path password = directory.resolve("password");
    Files.writeString(password, PASSWORD);
    if (isRoot()) {
      finished(List.of("chown", "-R", NOBODY, directory.toString()));
    }
    finished(
        asOrdinaryUser(
            List.of(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + directory.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-instructions",
                "--no-sync")));
  }

  /** Starts it, or starts it again on what it held. */
  public void launch() {
    // the shell outlives neither its server nor whoever holds its standard input
    String script = "\"$@\" & server=$!; read -r end; kill -QUIT $server; wait $server";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(
        List.of(
            home.resolve("bin/postgres").toString(),
            "-D",
            directory.resolve("data").toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=200",
            "-c",
            "TimeZone=Asia/Kathmandu")); // nobody may rely on the server's zone
    try {
      process =
          new ProcessBuilder(asOrdinaryUser(command))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitConnection();
  }

  /**
   * As after a power cut: every connection breaks, what was committed is there at the next start.
   */
  public void crash() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    crash();
    try {
      finished(List.of("rm", "-rf", directory.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Address of a database. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** A ledger in a database. */
  public LedgerAddress address(String database, Path dataDirectory) {
    return new LedgerAddress.Postgres(
        url(database), Optional.of(USER), Optional.of(PASSWORD), dataDirectory);
  }

  /** An empty database. */
  public String newDatabase() {
    String name = "ledger" + DATABASES.incrementAndGet();
    sql("postgres", "create database " + name);
    return name;
  }

  /** Does one statement, as whoever administers the server. */
  public void sql(String database, String statement) {
    try (Connection connection = connect(database);
        Statement work = connection.createStatement()) {
      work.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** Ends every other connection to a database, as an administrator may. */
  public void terminateConnections(String database) {
    sql(
        "postgres",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(database));
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  private void awaitConnection() {
    SQLException last = new SQLException("not tried");
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        System.nanoTime() < end && process.isAlive(); ) {
      try (Connection connection = connect("postgres")) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        last = e;
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("PostgreSQL does not start; it said: " + log(), last);
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static List<String> asOrdinaryUser(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> lowered =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    lowered.addAll(command);
    return lowered;
  }

  private static void finished(List<String> command) throws IOException {
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(program.getInputStream().readAllBytes());
    try {
      if (program.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
