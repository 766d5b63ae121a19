package drover.ledger;

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

  /**
   * What one row of an invocation costs so far; a later figure replaces an earlier one.
   *
   * @param id the model's message, or the correction of an invocation's estimates
   */
  public void put(TurnRecord turn, String id, double usd) {
    db.sql(
            """
            insert into spend(run, message_id, turn, invocation, usd, estimated)
            values (:run, :message, :turn, :invocation, :usd, 1)
            on conflict (run, message_id) do update set usd = excluded.usd
            """)
        .param("run", turn.run())
        .param("message", id)
        .param("turn", turn.turn())
        .param("invocation", turn.invocation())
        .param("usd", usd)
        .update();
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
