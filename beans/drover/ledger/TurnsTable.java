package drover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code turns}: one row an invocation. */
public final class TurnsTable {
  private static final String KEY =
      " where run = :run and attempt = :attempt and turn = :turn and invocation = :invocation";

  private final JdbcClient db;

  TurnsTable(JdbcClient db) {
    this.db = db;
  }

  public List<TurnRecord> all(String run) {
    return db.sql("select * from turns where run = :run order by turn, invocation")
        .param("run", run)
        .query(TurnsTable::row)
        .list();
  }

  /** Those of which output was read, of all runs. */
  public List<TurnRecord> read() {
    return db.sql("select * from turns where read_to > 0 order by run, turn, invocation")
        .query(TurnsTable::row)
        .list();
  }

  /** The latest invocation of the turn that a step of this attempt makes for a purpose. */
  public Optional<TurnRecord> latest(Claim claim, int step, String purpose) {
    return db.sql(
            """
            select * from turns
            where run = :run and attempt = :attempt and step = :step and purpose = :purpose
            order by turn desc, invocation desc limit 1
            """)
        .param("run", claim.run())
        .param("attempt", claim.attempt())
        .param("step", step)
        .param("purpose", purpose)
        .query(TurnsTable::row)
        .optional();
  }

  public int nextTurn(String run) {
    return db.sql("select coalesce(max(turn), 0) + 1 from turns where run = :run")
        .param("run", run)
        .query(Integer.class)
        .single();
  }

  public void insert(TurnRecord turn) {
    db.sql(
            """
            insert into turns(run, attempt, turn, invocation, step, purpose, executor, session, file,
                started_at)
            values (:run, :attempt, :turn, :invocation, :step, :purpose, :executor, :session, :file,
                :now)
            """)
        .param("run", turn.run())
        .param("attempt", turn.attempt())
        .param("turn", turn.turn())
        .param("invocation", turn.invocation())
        .param("step", turn.step())
        .param("purpose", turn.purpose())
        .param("executor", turn.executor())
        .param("session", turn.session())
        .param("file", turn.file())
        .param("now", turn.startedAt().toEpochMilli())
        .update();
  }

  public void handle(TurnRecord turn, String handle) {
    statement("update turns set handle = :value" + KEY, turn).param("value", handle).update();
  }

  public void readTo(TurnRecord turn, long offset) {
    statement("update turns set read_to = :value" + KEY, turn).param("value", offset).update();
  }

  /**
   * @param session as the agent told it; some choose their own
   */
  public void end(TurnRecord turn, String session, String outcome, String report, Instant now) {
    statement(
            """
            update turns set session = :session, outcome = :outcome, report_json = :report,
                finished_at = :now
            """
                + KEY,
            turn)
        .param("session", session)
        .param("outcome", outcome)
        .param("report", report)
        .param("now", now.toEpochMilli())
        .update();
  }

  private JdbcClient.StatementSpec statement(String sql, TurnRecord turn) {
    return db.sql(sql)
        .param("run", turn.run())
        .param("attempt", turn.attempt())
        .param("turn", turn.turn())
        .param("invocation", turn.invocation());
  }

  private static TurnRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new TurnRecord(
        c.text("run"),
        rs.getInt("attempt"),
        rs.getInt("turn"),
        rs.getInt("invocation"),
        rs.getInt("step"),
        c.text("purpose"),
        c.text("executor"),
        c.optionalText("handle"),
        c.text("session"),
        c.text("file"),
        rs.getLong("read_to"),
        c.optionalText("outcome"),
        c.optionalText("report_json"),
        c.instant("started_at"),
        c.optionalInstant("finished_at"));
  }
}
