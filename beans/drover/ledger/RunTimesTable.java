package drover.ledger;

import drover.json.WireWord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The columns of {@code runs} that say how long a run was worked on, over all its attempts. */
public final class RunTimesTable {
  private final JdbcClient db;

  RunTimesTable(JdbcClient db) {
    this.db = db;
  }

  /** From now on it is worked on. */
  public void begin(String run, Instant now) {
    db.sql("update runs set working_since = :now where id = :run")
        .param("now", now.toEpochMilli())
        .param("run", run)
        .update();
  }

  /**
   * It is not worked on any more; nothing happens where nobody did.
   *
   * @param until when the work was last known to go on
   */
  public void rest(String run, Instant until) {
    db.sql(
            """
            update runs set working_since = null, worked_ms = worked_ms
                + case when :until > working_since then :until - working_since else 0 end
            where id = :run and working_since is not null
            """)
        .param("until", until.toEpochMilli())
        .param("run", run)
        .update();
  }

  /** How long it was worked on until now. */
  public Duration worked(String run, Instant now) {
    long millis =
        db.sql(
                """
                select worked_ms + case when working_since is not null and :now > working_since
                    then :now - working_since else 0 end
                from runs where id = :run
                """)
            .param("now", now.toEpochMilli())
            .param("run", run)
            .query(Long.class)
            .single();
    return Duration.ofMillis(millis);
  }

  /** How many real runs ended between two instants, by how. */
  public Map<RunState, Integer> ended(Instant from, Instant until) {
    return db
        .sql(
            """
            select state, count(*) as runs from runs
            where finished_at >= :from and finished_at < :until and mode = 'real'
              and state in ('succeeded', 'failed', 'cancelled', 'blocked', 'frozen')
            group by state
            """)
        .param("from", from.toEpochMilli())
        .param("until", until.toEpochMilli())
        .query(
            (rs, number) ->
                Map.entry(WireWord.parse(RunState.class, rs.getString("state")), rs.getInt("runs")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
