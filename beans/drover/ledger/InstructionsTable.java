package drover.ledger;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code instructions}: what people told a run's agent, each taken up by one step. */
public final class InstructionsTable {
  private static final String OPEN =
      """
      select * from instructions i where run = :run and (taken_seq is null or not exists (
        select 1 from steps s where s.run = i.run and s.attempt = i.taken_attempt
        and s.seq = i.taken_seq and s.state <> 'superseded'))
      order by number limit 1
      """;

  private final JdbcClient db;

  InstructionsTable(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param number of the instruction in its run, from 1
   * @param pullRequest where it was said, for comments of a review
   */
  public record Row(int number, String text, String who, Optional<String> pullRequest) {}

  public void add(String run, String text, String who, Optional<String> pullRequest, Instant at) {
    db.sql(
            """
            insert into instructions(run, number, text, who, pull_request, at)
            select :run, coalesce(max(number), 0) + 1, :text, :who, :pull, :at
            from instructions where run = :run
            """)
        .param("run", run)
        .param("pull", Columns.text(pullRequest))
        .param("text", text)
        .param("who", who)
        .param("at", at.toEpochMilli())
        .update();
  }

  /** The oldest one that no step has taken up, or only one that is superseded by now. */
  public Optional<Row> firstOpen(String run) {
    return one(OPEN, run, 0, 0);
  }

  /** The one that a step has taken up. */
  public Optional<Row> takenBy(String run, int attempt, int seq) {
    return one(
        "select * from instructions where run = :run and taken_attempt = :attempt and taken_seq = :seq",
        run,
        attempt,
        seq);
  }

  public void take(String run, int number, int attempt, int seq) {
    db.sql(
            """
            update instructions set taken_attempt = :attempt, taken_seq = :seq
            where run = :run and number = :number
            """)
        .param("attempt", attempt)
        .param("seq", seq)
        .param("run", run)
        .param("number", number)
        .update();
  }

  private Optional<Row> one(String sql, String run, int attempt, int seq) {
    return db.sql(sql)
        .param("run", run)
        .param("attempt", attempt)
        .param("seq", seq)
        .query(
            (rs, row) ->
                new Row(
                    rs.getInt("number"),
                    rs.getString("text"),
                    rs.getString("who"),
                    Optional.ofNullable(rs.getString("pull_request"))))
        .optional();
  }
}
