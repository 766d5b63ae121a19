package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code steps}. */
public final class StepsTable {
  private final JdbcClient db;

  StepsTable(JdbcClient db) {
    this.db = db;
  }

  /** All steps ever begun, in the order they were done. */
  public List<StepRecord> all(String run) {
    return db.sql("select * from steps where run = :run order by attempt, seq")
        .param("run", run)
        .query(StepsTable::row)
        .list();
  }

  /** The steps that count: those not superseded by a retry. */
  public List<StepRecord> active(String run) {
    return db.sql("select * from steps where run = :run and state <> 'superseded' order by seq")
        .param("run", run)
        .query(StepsTable::row)
        .list();
  }

  public Optional<StepRecord> active(String run, int seq) {
    return db.sql("select * from steps where run = :run and seq = :seq and state <> 'superseded'")
        .param("run", run)
        .param("seq", seq)
        .query(StepsTable::row)
        .optional();
  }

  public void begin(Claim claim, int seq, String name, int ordinal, Instant now) {
    db.sql(
            """
            insert into steps(run, attempt, seq, name, ordinal, state, started_at)
            values (:run, :attempt, :seq, :name, :ordinal, 'running', :now)
            """)
        .param("run", claim.run())
        .param("attempt", claim.attempt())
        .param("seq", seq)
        .param("name", name)
        .param("ordinal", ordinal)
        .param("now", now.toEpochMilli())
        .update();
  }

  public void finish(String run, int seq, String result, Instant now) {
    db.sql(
            """
            update steps set state = 'finished', result_json = :result, finished_at = :now
            where run = :run and seq = :seq and state = 'running'
            """)
        .param("result", result)
        .param("now", now.toEpochMilli())
        .param("run", run)
        .param("seq", seq)
        .update();
  }

  /** Marks the step that ended the run: a retry begins with it. */
  public void failLast(String run, Instant now) {
    db.sql(
            """
            update steps set state = 'failed', finished_at = coalesce(finished_at, :now)
            where run = :run and state <> 'superseded' and seq =
                (select max(seq) from steps where run = :run and state <> 'superseded')
            """)
        .param("now", now.toEpochMilli())
        .param("run", run)
        .update();
  }

  /** A step that was done and ended the run all the same counts again. */
  public void keepDone(String run) {
    db.sql(
            """
            update steps set state = 'finished'
            where run = :run and state = 'failed' and result_json is not null
            """)
        .param("run", run)
        .update();
  }

  /** Marks the step that was interrupted by the end of the run. */
  public void failRunning(String run, Instant now) {
    db.sql(
            "update steps set state = 'failed', finished_at = :now where run = :run and state = 'running'")
        .param("now", now.toEpochMilli())
        .param("run", run)
        .update();
  }

  /** The steps from here on are to be done again by another attempt. */
  public void supersedeFrom(String run, int seq, int byAttempt) {
    db.sql(
            """
            update steps set state = 'superseded', superseded_by = :attempt
            where run = :run and seq >= :seq and state <> 'superseded'
            """)
        .param("attempt", byAttempt)
        .param("run", run)
        .param("seq", seq)
        .update();
  }

  private static StepRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new StepRecord(
        c.text("run"),
        rs.getInt("attempt"),
        rs.getInt("seq"),
        c.text("name"),
        rs.getInt("ordinal"),
        WireWord.parse(StepState.class, c.text("state")),
        c.optionalText("result_json"),
        c.instant("started_at"),
        c.optionalInstant("finished_at"));
  }
}
