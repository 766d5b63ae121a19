package drover.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The version of the tables: brought up to date at start, refused when newer than the program. */
final class Schema {
  /** Number of the newest script under {@code sql/}. */
  static final int VERSION = 9;

  private final Dialect dialect;

  Schema(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * @param guard file that keeps two processes from changing the schema at the same time
   */
  void bringUpToDate(JdbcClient db, Path guard) {
    int found = versionIn(db);
    if (found > VERSION) {
      throw new LedgerException(
          "the ledger was written by a newer Drover (schema %d, this program knows %d): update"
                  .formatted(found, VERSION)
              + " Drover, or set DROVER_HOME to another directory");
    }
    if (found < VERSION) {
      migrate(guard);
    }
  }

  private int versionIn(JdbcClient db) {
    boolean empty =
        db.sql("select count(*) from sqlite_master where name = 'flyway_schema_history'")
                .query(Integer.class)
                .single()
            == 0;
    return empty
        ? 0
        : db.sql(
                "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history"
                    + " where success = 1")
            .query(Integer.class)
            .single();
  }

  private void migrate(Path guard) {
    try (FileChannel channel =
            FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Flyway.configure()
          .dataSource(dialect.migrations())
          .locations("classpath:drover/ledger/sql")
          .load()
          .migrate();
    } catch (IOException e) {
      throw new LedgerException(
          "the directory of the ledger, " + guard.getParent() + ", is not writable", e);
    } catch (FlywayException e) {
      throw unusable(e, guard.resolveSibling("ledger.db"));
    }
  }

  /** Flyway says it in many lines; what the store itself said counts most. */
  private LedgerException unusable(FlywayException failure, Path file) {
    return Failures.known(dialect, failure)
        .orElseGet(
            () ->
                new LedgerException(
                    "the ledger %s cannot get its tables, perhaps another program's are in it: move"
                            .formatted(file)
                        + " it away, or set DROVER_HOME to another directory",
                    failure));
  }
}
