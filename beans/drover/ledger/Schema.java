package drover.ledger;

import drover.machine.ProcessIdentity;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The version of the tables: brought up to date at start, refused when newer than the program. */
final class Schema {
  /** Number of the newest script under {@code sql/}. */
  static final int VERSION = 12;

  /** Longer than any lease that makes sense: the ledger does not know what is configured. */
  private static final Duration GONE_AFTER = Duration.ofMinutes(1);

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
      refuseBesideOlderInstances(db, found);
      migrate();
    }
  }

  /** A process that began with other tables does not notice that they change under its hands. */
  private void refuseBesideOlderInstances(JdbcClient db, int found) {
    if (found == 0) {
      return;
    }
    db
        .sql(
            "select host, boot_id, pid, pid_started from instances where heartbeat_at > %s - :silence"
                .formatted(dialect.nowMillis()))
        .param("silence", GONE_AFTER.toMillis())
        .query(
            (row, number) ->
                new ProcessIdentity(
                    row.getString("host"),
                    row.getString("boot_id"),
                    row.getLong("pid"),
                    row.getLong("pid_started")))
        .list()
        .stream()
        .filter(process -> !process.isGoneFromThisHost())
        .findFirst()
        .ifPresent(
            process -> {
              throw new LedgerException(
                  "process %d on %s works on this ledger with an older Drover (schema %d, this program needs %d): stop it first; when it was killed, wait a minute"
                      .formatted(process.pid(), process.host(), found, VERSION));
            });
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
