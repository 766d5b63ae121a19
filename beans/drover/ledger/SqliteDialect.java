package drover.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
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
  public SingleConnectionDataSource writer() throws SQLException {
    var connection = source(TransactionMode.IMMEDIATE).getConnection();
    return new SingleConnectionDataSource(connection, true);
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
  public String nowMillis() {
    return "cast(unixepoch('subsec') * 1000 as integer)";
  }

  @Override
  public String lockingRead() {
    return ""; // a writing transaction holds the lock on the whole file already
  }

  @Override
  public void copyTo(Path copy) throws SQLException {
    try (Connection connection = source(TransactionMode.DEFERRED).getConnection();
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    }
  }

  @Override
  public List<String> damages() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = asItIs().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("pragma integrity_check")) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    found.remove("ok");
    return found;
  }

  @Override
  public boolean isDamage(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && Set.of(SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_CORRUPT)
            .contains(kindOf(sqlite));
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

  /** For looking only: a copy stays one file. */
  private SQLiteDataSource asItIs() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
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
