package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code issue_claims}. GitHub does not tell upper case from lower case in a repository. */
public final class IssueClaimsTable {
  private static final String SELECT =
      "select issue_claims.*, runs.state from issue_claims left join runs on runs.id = issue_claims.run ";

  private final JdbcClient db;

  IssueClaimsTable(JdbcClient db) {
    this.db = db;
  }

  public Optional<IssueClaim> find(String run) {
    return db.sql(SELECT + "where run = :run")
        .param("run", run)
        .query(IssueClaimsTable::row)
        .optional();
  }

  /** Those whose issues do not say yet that their runs have ended; oldest first. */
  public List<IssueClaim> standing() {
    return db.sql(SELECT + "where mirrored <> 'released' order by at, run")
        .query(IssueClaimsTable::row)
        .list();
  }

  /** The same of one repository. */
  public List<IssueClaim> standingIn(String repository) {
    return db.sql(
            SELECT
                + "where mirrored <> 'released' and lower(repository) = :repository order by at, run")
        .param("repository", repository.toLowerCase(Locale.ROOT))
        .query(IssueClaimsTable::row)
        .list();
  }

  /** Those whose labels are not in line with their runs, and may be tried again. */
  public List<IssueClaim> outOfLine(Instant now) {
    return db.sql(
            SELECT
                + """
                where next_at <= :now and mirrored <> case
                    when runs.state in ('queued', 'running', 'waiting') then 'claimed'
                    when runs.state is null then mirrored
                    else 'released' end
                order by at, run
                """)
        .param("now", now.toEpochMilli())
        .query(IssueClaimsTable::row)
        .list();
  }

  /** The same again keeps what is there. */
  public void insert(String run, String repository, int number, long event, Instant now) {
    db.sql(
            """
            insert into issue_claims(run, repository, number, event, at)
            values (:run, :repository, :number, :event, :now)
            on conflict (run) do nothing
            """)
        .param("run", run)
        .param("repository", repository)
        .param("number", number)
        .param("event", event)
        .param("now", now.toEpochMilli())
        .update();
  }

  /** Its run was never written. */
  public void remove(String run) {
    db.sql("delete from issue_claims where run = :run").param("run", run).update();
  }

  /** The labels say so now. */
  public void settle(String run, IssueClaim.Mirrored mirrored) {
    db.sql(
            "update issue_claims set mirrored = :mirrored, attempts = 0, next_at = 0 where run = :run")
        .param("mirrored", mirrored.word())
        .param("run", run)
        .update();
  }

  /** GitHub could not be asked: it is tried again at {@code next}. */
  public void postpone(String run, Instant next) {
    db.sql("update issue_claims set attempts = attempts + 1, next_at = :next where run = :run")
        .param("next", next.toEpochMilli())
        .param("run", run)
        .update();
  }

  private static IssueClaim row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new IssueClaim(
        c.text("run"),
        c.text("repository"),
        rs.getInt("number"),
        rs.getLong("event"),
        WireWord.parse(IssueClaim.Mirrored.class, c.text("mirrored")),
        c.optionalText("state").map(word -> WireWord.parse(RunState.class, word)),
        rs.getInt("attempts"),
        c.instant("at"));
  }
}
