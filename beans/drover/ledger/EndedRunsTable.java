package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code runs}, as far as they are over. */
public final class EndedRunsTable {
  private static final String SELECT =
      """
      select id, job, state, finished_at, fence, head_sha,
        (select count(*) from effects where effects.run = runs.id and effects.state in ('intended', 'sent'))
          as open_effects,
        (select count(*) from effects where effects.run = runs.id and effects.state = 'confirmed')
          as delivered,
        case when pull_request is not null and not exists
          (select 1 from pull_request_ends where lower(pull_request_ends.pull_request) = lower(runs.pull_request))
          then 1 else 0 end as open_pull_requests
      from runs
      where state in ('succeeded', 'failed', 'cancelled', 'blocked', 'frozen') and finished_at is not null
      """;

  /** Tables whose rows belong to a run, and go with it; the order does not matter. */
  static final List<String> OF_A_RUN =
      List.of(
          "steps",
          "turns",
          "spend",
          "events",
          "effects",
          "approvals",
          "instructions",
          "told_comments",
          "pull_request_ends",
          "deliveries",
          "notices",
          "presence",
          "tidied");

  private final JdbcClient db;
  private final Dialect dialect;

  EndedRunsTable(JdbcClient db, Dialect dialect) {
    this.db = db;
    this.dialect = dialect;
  }

  /** Those that ended first come first. */
  public List<EndedRun> all() {
    return db.sql(SELECT + " order by finished_at, id").query(EndedRunsTable::row).list();
  }

  /**
   * The run, which nobody can begin again before the transaction ends; empty when somebody has done
   * so since it was read.
   */
  public Optional<EndedRun> unchanged(EndedRun seen) {
    return db.sql(SELECT + " and id = :id and fence = :fence" + dialect.lockingRead())
        .param("id", seen.id())
        .param("fence", seen.fence())
        .query(EndedRunsTable::row)
        .optional()
        .filter(seen::equals);
  }

  /** Forgets a run and everything that belongs to it; its key may begin another one. */
  public void forget(EndedRun run) {
    for (String table : OF_A_RUN) {
      db.sql("delete from " + table + " where run = :id").param("id", run.id()).update();
    }
    db.sql("delete from runs where id = :id").param("id", run.id()).update();
  }

  private static EndedRun row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new EndedRun(
        c.text("id"),
        c.text("job"),
        WireWord.parse(RunState.class, c.text("state")),
        c.instant("finished_at"),
        rs.getLong("fence"),
        rs.getInt("open_effects"),
        rs.getInt("open_pull_requests"),
        c.optionalText("head_sha").isPresent(),
        rs.getInt("delivered"));
  }
}
