package drover.ledger;

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

  void bringUpToDate(JdbcClient db) {
    int found = versionIn(db);
    if (found > VERSION) {
      throw new LedgerException(
          "the ledger was written by a newer Drover (schema %d, this program knows %d): update Drover, or %s"
              .formatted(found, VERSION, dialect.wayOut()));
    }
    if (found < VERSION) {
      migrate();
    }
  }

  private int versionIn(JdbcClient db) {
    boolean empty =
        db.sql(dialect.countTables())
                .param("name", "flyway_schema_history")
                .query(Integer.class)
                .single()
            == 0;
    return empty
        ? 0
        : db.sql(
                "select coalesce(max(cast(version as integer)), 0) from flyway_schema_history"
                    + " where success")
            .query(Integer.class)
            .single();
  }

  private void migrate() {
    try {
      dialect.whileAlone(
          () ->
              Flyway.configure()
                  .dataSource(dialect.migrations())
                  .locations(dialect.scripts().toArray(String[]::new))
                  .load()
                  .migrate());
    } catch (FlywayException e) {
      throw unusable(e);
    }
  }

  /** Flyway says it in many lines; what the store itself said counts most. */
  private LedgerException unusable(FlywayException failure) {
    return Failures.known(dialect, failure)
        .orElseGet(
            () ->
                new LedgerException(
                    "the ledger %s cannot get its tables, perhaps another program's are in it: %s"
                        .formatted(dialect.name(), dialect.wayOut()),
                    failure));
  }
}
