package drover.ledger;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Table {@code runs}, as far as a cluster is told of it: what commands in the foreground began is
 * left out.
 */
public final class FleetTable {
  private final JdbcClient db;

  FleetTable(JdbcClient db) {
    this.db = db;
  }

  /** Oldest first. */
  public List<RunRecord> open() {
    return db.sql(
            """
            select * from runs
            where state in ('queued', 'running', 'waiting') and source <> 'cli'
            order by created_at, id
            """)
        .query(RunsTable::row)
        .list();
  }

  /** Those that ended then or later, oldest first. */
  public List<RunRecord> endedSince(Instant since) {
    return db.sql(
            """
            select * from runs
            where state not in ('queued', 'running', 'waiting') and source <> 'cli'
              and finished_at >= :since
            order by created_at, id
            """)
        .param("since", since.toEpochMilli())
        .query(RunsTable::row)
        .list();
  }
}
