package drover.ledger;

import drover.machine.ProcessIdentity;
import java.time.Duration;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The version of the tables: brought up to date at start, refused when newer than the program,
 * unless what is newer was only added.
 */
final class Schema {
  /** Number of the newest script under {@code sql/}. */
  static final int VERSION = 16;

  /** Longer than any lease that makes sense: the ledger does not know what is configured. */
  private static final Duration GONE_AFTER = Duration.ofMinutes(1);

  private final Dialect dialect;

  Schema(Dialect dialect) {
    this.dialect = dialect;
  }

  void bringUpToDate(JdbcClient db) {
    if (versionIn(db) < VERSION) {
      dialect.whileAlone(() -> migrate(db));
    }
    require(db);
  }

  /**
   * @throws LedgerException when this program cannot work on the tables as they are now
   */
  void require(JdbcClient db) {
    int found = versionIn(db);
    if (found > VERSION && !Compatibility.allows(db, VERSION)) {
      throw new LedgerException(
          "the ledger was written by a newer Drover (schema %d, this program knows %d): update Drover, or %s"
              .formatted(found, VERSION, dialect.wayOut()));
    }
  }

  /**
   * A process that began with other tables does not notice that they change under its hands. It may
   * go on where they only grow.
   */
  private void refuseBesideThoseWhoCannotGoOn(JdbcClient db, int found, int worksFor) {
    db
        .sql(
            "select host, boot_id, pid, pid_started, %s as knows from instances where heartbeat_at > %s - :silence"
                .formatted(found < Compatibility.SINCE ? "0" : "knows", dialect.nowMillis()))
        .param("silence", GONE_AFTER.toMillis())
        .query(
            (row, number) ->
                new Worker(
                    new ProcessIdentity(
                        row.getString("host"),
                        row.getString("boot_id"),
                        row.getLong("pid"),
                        row.getLong("pid_started")),
                    row.getInt("knows")))
        .list()
        .stream()
        .filter(worker -> worker.knows() < worksFor && !worker.process().isGoneFromThisHost())
        .findFirst()
        .ifPresent(
            worker -> {
              throw new LedgerException(
                  "process %d on %s works on this ledger with an older Drover (schema %d, this program needs %d): stop it first; when it was killed, wait a minute"
                      .formatted(
                          worker.process().pid(),
                          worker.process().host(),
                          worker.knows() == 0 ? found : worker.knows(),
                          VERSION));
            });
  }

  /**
   * @param knows the version of the tables that its program knows; 0: it does not say
   */
  private record Worker(ProcessIdentity process, int knows) {}

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

  private void migrate(JdbcClient db) {
    int found = versionIn(db);
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(dialect.migrations())
              .locations(dialect.scripts().toArray(String[]::new))
              .load();
      if (found > 0) {
        refuseBesideThoseWhoCannotGoOn(db, found, worksFor(flyway.info().pending()));
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw unusable(e);
    }
  }

  private static int worksFor(MigrationInfo... pending) {
    return Arrays.stream(pending)
        .filter(MigrationInfo::isVersioned)
        .mapToInt(
            next ->
                Compatibility.worksFor(
                    next.getScript(), Integer.parseInt(next.getVersion().getVersion())))
        .max()
        .orElse(0);
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
