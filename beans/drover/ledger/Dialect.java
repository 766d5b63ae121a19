package drover.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Everything in which one database differs from another. */
interface Dialect {
  /** What the store is called, and where it is, for people. */
  String name();

  /** How to take another store where this one is not ours, for people. */
  String wayOut();

  /**
   * The writer's one connection; its transactions keep all other writers waiting.
   *
   * @throws SQLException when the store cannot be reached
   */
  SingleConnectionDataSource writer() throws SQLException;

  /** How long a write waits for a store that cannot be reached, before it fails. */
  Duration patience();

  /** Begins a transaction: from now on nobody else writes, nor changes the tables. */
  Turn begin(Connection connection) throws SQLException;

  /**
   * A transaction that has begun.
   *
   * @param receipt by which {@link #isCommitted} knows it again; empty where it never has to
   * @param tables another number whenever the tables have changed, where a connection that is open
   *     meanwhile has to be told
   */
  record Turn(Optional<String> receipt, int tables) {}

  /**
   * What became of a transaction whose commit was not answered.
   *
   * @param connection another one, in a transaction that has begun
   */
  boolean isCommitted(Connection connection, String transaction) throws SQLException;

  /** Whether the connection is gone, and with it whatever was not committed. */
  boolean isLost(SQLException failure);

  /** Connections for readers; they see what was last committed. */
  DataSource readers();

  /** Connections for schema changes. */
  DataSource migrations();

  /** Changes the schema while no other process does, nor writes where that would harm. */
  void whileAlone(Runnable migration);

  /** Where the scripts of the schema are, on the class path. */
  List<String> scripts();

  /** SQL that counts the tables of a name, {@code :name}, where the ledger's are. */
  String countTables();

  /** Statements on such connections. */
  JdbcClient statements(DataSource connections);

  /** SQL expression for the store's own clock, in milliseconds since 1970 UTC. */
  String nowMillis();

  /** Ending of a select whose row nobody else may change before the transaction ends. */
  String lockingRead();

  /** The same, but a row that somebody else has locked is left out. */
  String lockingWhatIsFree();

  /** What a failure means and how to mend it, where that is known. */
  Optional<String> explain(SQLException failure);

  /** Tells about changes that other processes commit. */
  Bell bell();

  /** Whether several servers may work on it. */
  boolean isShared();

  /** The embedded ledger: one SQLite file. */
  static Dialect sqlite(Path file) {
    return new SqliteDialect(file);
  }

  static Dialect of(LedgerAddress address) {
    return switch (address) {
      case LedgerAddress.Embedded embedded -> sqlite(embedded.dataDirectory().resolve("ledger.db"));
      case LedgerAddress.Postgres postgres -> new PostgresDialect(postgres);
    };
  }
}
