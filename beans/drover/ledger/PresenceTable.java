package drover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code presence}: what running runs work on. */
public final class PresenceTable {
  private final JdbcClient db;

  PresenceTable(JdbcClient db) {
    this.db = db;
  }

  /**
   * A claim.
   *
   * @param resource {@code repo:} and the name of a repository
   * @param purpose in a few words
   */
  public record Present(
      String run, String resource, String purpose, Instant claimedAt, Instant expiresAt) {}

  public boolean isEmpty() {
    return db.sql("select count(*) from presence").query(Integer.class).single() == 0;
  }

  /** Ids of the running runs of one owner. */
  public List<String> runningOf(String owner) {
    return db.sql("select id from runs where state = 'running' and owner = :owner order by id")
        .param("owner", owner)
        .query(String.class)
        .list();
  }

  /** A claim that is there goes on. */
  public void claim(Present present) {
    db.sql(
            """
            insert into presence(run, resource, purpose, claimed_at, expires_at)
            values (:run, :resource, :purpose, :at, :end)
            on conflict (run) do update
            set resource = excluded.resource, purpose = excluded.purpose, expires_at = excluded.expires_at
            """)
        .param("run", present.run())
        .param("resource", present.resource())
        .param("purpose", present.purpose())
        .param("at", present.claimedAt().toEpochMilli())
        .param("end", present.expiresAt().toEpochMilli())
        .update();
  }

  /** What has expired, and what belongs to a run that does not run now. */
  public void release(Instant now) {
    db.sql(
            """
            delete from presence where expires_at <= :now
                or run not in (select id from runs where state = 'running')
            """)
        .param("now", now.toEpochMilli())
        .update();
  }

  /** Those that hold at an instant; of runs that run. */
  public List<Present> at(Instant now) {
    return db.sql(
            """
            select presence.* from presence join runs on runs.id = presence.run
            where expires_at > :now and state = 'running' order by claimed_at, run
            """)
        .param("now", now.toEpochMilli())
        .query(PresenceTable::row)
        .list();
  }

  private static Present row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new Present(
        c.text("run"),
        c.text("resource"),
        c.text("purpose"),
        c.instant("claimed_at"),
        c.instant("expires_at"));
  }
}
