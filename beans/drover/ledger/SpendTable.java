package drover.ledger;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code spend}: one row a message of the model, so that nothing is counted twice. */
public final class SpendTable {
  private final JdbcClient db;

  SpendTable(JdbcClient db) {
    this.db = db;
  }

  /** USD of a run over all its attempts, lost invocations included. */
  public double ofRun(String run) {
    return db.sql("select coalesce(sum(usd), 0) from spend where run = :run")
        .param("run", run)
        .query(Double.class)
        .single();
  }

  /** USD of one invocation of a turn. */
  public double ofInvocation(String run, int turn, int invocation) {
    return db.sql(
            """
            select coalesce(sum(usd), 0) from spend
            where run = :run and turn = :turn and invocation = :invocation
            """)
        .param("run", run)
        .param("turn", turn)
        .param("invocation", invocation)
        .query(Double.class)
        .single();
  }

  /** USD of one turn over all its invocations. */
  public double ofTurn(String run, int turn) {
    return db.sql("select coalesce(sum(usd), 0) from spend where run = :run and turn = :turn")
        .param("run", run)
        .param("turn", turn)
        .query(Double.class)
        .single();
  }

  /**
   * USD spent by all runs since an instant.
   *
   * @param mode real or rehearsal: played money is no money
   */
  public double since(Instant from, String mode) {
    return db.sql("select coalesce(sum(usd), 0) from spend where at >= :from and mode = :mode")
        .param("from", from.toEpochMilli())
        .param("mode", mode)
        .query(Double.class)
        .single();
  }

  /** The same, by the runs of one job. */
  public double ofJobSince(String job, Instant from, String mode) {
    return db.sql(
            """
            select coalesce(sum(usd), 0) from spend
            where at >= :from and mode = :mode
              and (select job from runs where id = spend.run) = :job
            """)
        .param("job", job)
        .param("from", from.toEpochMilli())
        .param("mode", mode)
        .query(Double.class)
        .single();
  }

  /**
   * What one row of an invocation costs so far; a later figure replaces an earlier one.
   *
   * @return USD by which the run's spend has grown; below zero where an estimate was too high
   */
  public double put(TurnRecord turn, SpendRow row) {
    double before =
        db.sql("select usd from spend where run = :run and message_id = :message")
            .param("run", turn.run())
            .param("message", row.id())
            .query(Double.class)
            .optional()
            .orElse(0.0);
    db.sql(
            """
            insert into spend(run, message_id, turn, invocation, usd, estimated, at, mode)
            values (:run, :message, :turn, :invocation, :usd, 1, :at, :mode)
            on conflict (run, message_id) do update set usd = excluded.usd
            """)
        .param("run", turn.run())
        .param("message", row.id())
        .param("turn", turn.turn())
        .param("invocation", turn.invocation())
        .param("usd", row.usd())
        .param("at", row.at().toEpochMilli())
        .param("mode", row.mode())
        .update();
    return row.usd() - before;
  }

  /** The agent has said what the invocation cost: its rows are no estimates any more. */
  public void settle(TurnRecord turn) {
    db.sql(
            """
            update spend set estimated = 0
            where run = :run and turn = :turn and invocation = :invocation
            """)
        .param("run", turn.run())
        .param("turn", turn.turn())
        .param("invocation", turn.invocation())
        .update();
  }
}
