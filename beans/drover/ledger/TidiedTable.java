package drover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code tidied}: what was kept of runs that are over, and goes or is gone. */
public final class TidiedTable {
  private final JdbcClient db;

  TidiedTable(JdbcClient db) {
    this.db = db;
  }

  /**
   * One part of what was kept.
   *
   * @param announcedAt since when people know that it goes
   * @param removedAt since when it is gone
   */
  public record Row(String run, String part, Instant announcedAt, Optional<Instant> removedAt) {}

  public List<Row> ofRun(String run) {
    return db.sql("select * from tidied where run = :run order by part")
        .param("run", run)
        .query(TidiedTable::row)
        .list();
  }

  public List<Row> all() {
    return db.sql("select * from tidied order by run, part").query(TidiedTable::row).list();
  }

  /** It will go; what was said after an earlier end of the run counts no more. */
  public void announce(String run, String part, Instant now) {
    db.sql(
            """
            insert into tidied(run, part, announced_at) values (:run, :part, :now)
            on conflict (run, part) do update set announced_at = excluded.announced_at
            """)
        .param("run", run)
        .param("part", part)
        .param("now", now.toEpochMilli())
        .update();
  }

  /** It is gone. */
  public void remove(String run, String part, Instant now) {
    db.sql(
            """
            insert into tidied(run, part, announced_at, removed_at) values (:run, :part, :now, :now)
            on conflict (run, part) do update set removed_at = excluded.removed_at
            """)
        .param("run", run)
        .param("part", part)
        .param("now", now.toEpochMilli())
        .update();
  }

  private static Row row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new Row(
        c.text("run"), c.text("part"), c.instant("announced_at"), c.optionalInstant("removed_at"));
  }
}
