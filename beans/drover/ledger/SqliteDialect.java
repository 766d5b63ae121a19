package drover.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite with a write-ahead log: readers never wait for the writer, several processes may use the
 * file at the same time, and a commit is on the disk when it returns.
 */
final class SqliteDialect implements Dialect {
  private static final int WAIT_FOR_OTHERS_MILLIS = 30_000;

  private final Path file;

  SqliteDialect(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "SQLite " + file;
  }

  @Override
  public String wayOut() {
    return "set DROVER_HOME to another directory";
  }

  @Override
  public SingleConnectionDataSource writer() throws SQLException {
    var connection = source(TransactionMode.IMMEDIATE).getConnection();
    return new SingleConnectionDataSource(connection, true);
  }

  /** A file is there or is not. */
  @Override
  public Duration patience() {
    return Duration.ZERO;
  }

  /** SQLite prepares a statement again by itself when the tables have changed. */
  @Override
  public Turn begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return new Turn(Optional.empty(), 0);
  }

  /** A commit that fails here is undone. */
  @Override
  public boolean isCommitted(Connection connection, String transaction) {
    return false;
  }

  @Override
  public boolean isLost(SQLException failure) {
    return false;
  }

  @Override
  public HikariDataSource readers() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("ledger-readers");
    pool.setDataSource(source(TransactionMode.DEFERRED));
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(0);
    return new HikariDataSource(pool);
  }

  @Override
  public DataSource migrations() {
    return source(TransactionMode.IMMEDIATE);
  }

  @Override
  public void whileAlone(Runnable migration) {
    try (FileChannel channel =
            FileChannel.open(guard(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      migration.run();
    } catch (IOException e) {
      throw new LedgerException(
          "the directory of the ledger, " + file.getParent() + ", is not writable", e);
    }
  }

  /** File that keeps two processes from changing the schema at the same time. */
  static Path guard(Path file) {
    return file.resolveSibling("ledger.lock");
  }

  @Override
  public List<String> scripts() {
    return List.of("classpath:drover/ledger/sql");
  }

  @Override
  public String countTables() {
    return "select count(*) from sqlite_master where name = :name";
  }

  @Override
  public JdbcClient statements(DataSource connections) {
    return JdbcClient.create(Failures.explaining(this, connections));
  }

  @Override
  public String nowMillis() {
    return "cast(unixepoch('subsec') * 1000 as integer)";
  }

  @Override
  public String lockingRead() {
    return ""; // a writing transaction holds the lock on the whole file already
  }

  @Override
  public String lockingWhatIsFree() {
    return lockingRead();
  }

  /** Looks come every second anyway. */
  @Override
  public Bell bell() {
    return Bell.NONE;
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Optional<String> explain(SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return Optional.empty();
    }
    String where = file.toString();
    return switch (kindOf(sqlite)) {
      case SQLITE_FULL ->
          Optional.of("the disk under the ledger " + where + " is full: free some space");
      case SQLITE_READONLY, SQLITE_PERM ->
          Optional.of("the ledger " + where + " is read-only: make it and its directory writable");
      case SQLITE_CANTOPEN ->
          Optional.of(
              "the ledger "
                  + where
                  + " cannot be opened: make its directory writable, or set DROVER_HOME");
      case SQLITE_NOTADB, SQLITE_CORRUPT ->
          Optional.of("the ledger " + where + " is no SQLite file or is damaged: restore it");
      case SQLITE_BUSY, SQLITE_LOCKED ->
          Optional.of("the ledger " + where + " is held by another process for too long");
      case SQLITE_IOERR ->
          Optional.of(
              "the disk under the ledger %s fails or is full: free some space, or look after it; %s"
                  .formatted(where, sqlite.getMessage()));
      default -> Optional.empty();
    };
  }

  /** SQLite tells dozens of kinds of failure apart; the low byte says what is the matter. */
  private static SQLiteErrorCode kindOf(SQLiteException failure) {
    return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & 0xff);
  }

  private SQLiteDataSource source(TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
    config.enforceForeignKeys(true);
    config.setTransactionMode(mode);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }
}
