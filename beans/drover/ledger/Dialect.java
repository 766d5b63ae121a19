package drover.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Everything in which one database differs from another. */
interface Dialect {
  /**
   * The writer's one connection; its transactions take the write lock when they begin.
   *
   * @throws SQLException when the store cannot be reached
   */
  SingleConnectionDataSource writer() throws SQLException;

  /** Connections for readers; they see what was last committed. */
  DataSource readers();

  /** Connections for schema changes. */
  DataSource migrations();

  /** SQL expression for the store's own clock, in milliseconds since 1970 UTC. */
  String nowMillis();

  /** Ending of a select whose row nobody else may change before the transaction ends. */
  String lockingRead();

  /**
   * Copies all of the store as it is at one moment into an empty file.
   *
   * @throws SQLException when either of them fails
   */
  void copyTo(Path file) throws SQLException;

  /**
   * What the store itself finds wrong with it, a sentence each; empty where it is whole.
   *
   * @throws SQLException when it cannot even be looked at
   */
  List<String> damages() throws SQLException;

  /** Whether a failure says that the store is broken, and not only out of reach. */
  boolean isDamage(SQLException failure);

  /** What a failure means and how to mend it, where that is known. */
  Optional<String> explain(SQLException failure);

  /** The embedded ledger: one SQLite file. */
  static Dialect sqlite(Path file) {
    return new SqliteDialect(file);
  }
}
