package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code runs}. Whoever executes a run changes it only with a valid {@link Claim}. */
public final class RunsTable {
  private final JdbcClient db;
  private final Dialect dialect;

  RunsTable(JdbcClient db, Dialect dialect) {
    this.db = db;
    this.dialect = dialect;
  }

  public void insert(NewRun run) {
    new NewRunsTable(db).insert(List.of(run));
  }

  public Optional<RunRecord> find(String id) {
    return db.sql("select * from runs where id = :id")
        .param("id", id)
        .query(RunsTable::row)
        .optional();
  }

  /** The oldest runs whose id begins so, ten at most; ids are long, people type a part of them. */
  public List<RunRecord> findByPrefix(String prefix) {
    return db.sql(
            "select * from runs where substr(id, 1, :length) = :prefix order by created_at limit 10")
        .param("length", prefix.length())
        .param("prefix", prefix)
        .query(RunsTable::row)
        .list();
  }

  public Optional<RunRecord> findByKey(String source, String idemKey) {
    return db.sql("select * from runs where source = :source and idem_key = :key")
        .param("source", source)
        .param("key", idemKey)
        .query(RunsTable::row)
        .optional();
  }

  public int count() {
    return db.sql("select count(*) from runs").query(Integer.class).single();
  }

  /** Newest first. */
  public List<RunRecord> list(Optional<RunState> state, Optional<String> job, int limit) {
    return db.sql(
            """
            select * from runs
            where (:state = '' or state = :state) and (:job = '' or job = :job)
            order by created_at desc, id limit :limit
            """)
        .param("state", state.map(RunState::word).orElse(""))
        .param("job", job.orElse(""))
        .param("limit", limit)
        .query(RunsTable::row)
        .list();
  }

  /**
   * Makes an instance the owner, provided nobody claimed the run since it was read.
   *
   * @return empty when somebody was faster
   */
  public Optional<Claim> claim(RunRecord seen, String owner, Instant now) {
    int changed =
        db.sql(
                """
                update runs set owner = :owner, fence = fence + 1, state = 'running', reason = null,
                    waiting_for = null, waiting_until = null,
                    started_at = coalesce(started_at, :now)
                where id in (select id from runs
                    where id = :id and fence = :fence and state in ('queued', 'running', 'waiting')
                """
                    + dialect.lockingWhatIsFree()
                    + ")")
            .param("owner", owner)
            .param("now", now.toEpochMilli())
            .param("id", seen.id())
            .param("fence", seen.fence())
            .update();
    return changed == 1
        ? Optional.of(new Claim(seen.id(), owner, seen.fence() + 1, seen.attempt()))
        : Optional.empty();
  }

  /**
   * To be called first in every transaction that writes for a run.
   *
   * @throws FencedOut when the claim is not valid any more
   */
  public RunRecord fenced(Claim claim) {
    return db.sql(
            "select * from runs where id = :id and owner = :owner and fence = :fence"
                + dialect.lockingRead())
        .param("id", claim.run())
        .param("owner", claim.owner())
        .param("fence", claim.fence())
        .query(RunsTable::row)
        .optional()
        .orElseThrow(() -> new FencedOut(claim));
  }

  public void stage(Claim claim, String stage) {
    db.sql("update runs set stage = :stage where id = :id")
        .param("stage", stage)
        .param("id", claim.run())
        .update();
  }

  /** Whether another run that has not ended holds the branch. */
  public boolean branchTaken(String repo, String branch, String exceptRun) {
    return db.sql(
                """
                select count(*) from runs where repo = :repo and branch = :branch and id <> :id
                and state in ('queued', 'running', 'waiting')
                """)
            .param("repo", repo)
            .param("branch", branch)
            .param("id", exceptRun)
            .query(Integer.class)
            .single()
        > 0;
  }

  public void reserveBranch(
      Claim claim, String repo, String branch, String base, String workspace) {
    db.sql(
            """
            update runs set repo = :repo, branch = :branch, base = :base, workspace = :workspace
            where id = :id
            """)
        .param("repo", repo)
        .param("branch", branch)
        .param("base", base)
        .param("workspace", workspace)
        .param("id", claim.run())
        .update();
  }

  /** The run has no branch: it reads what is in this directory. */
  public void readsIn(Claim claim, String repo, String base, String workspace) {
    db.sql("update runs set repo = :repo, base = :base, workspace = :workspace where id = :id")
        .param("repo", repo)
        .param("base", base)
        .param("workspace", workspace)
        .param("id", claim.run())
        .update();
  }

  public void head(Claim claim, String sha) {
    db.sql("update runs set head_sha = :sha where id = :id")
        .param("sha", sha)
        .param("id", claim.run())
        .update();
  }

  public void pullRequest(Claim claim, String url) {
    db.sql("update runs set pull_request = :url where id = :id")
        .param("url", url)
        .param("id", claim.run())
        .update();
  }

  /** The run is over for this attempt; nobody owns it any more. */
  public void end(String id, RunState state, String outcome, String reason, Instant now) {
    db.sql(
            """
            update runs set state = :state, outcome = :outcome, reason = :reason, owner = null,
                finished_at = :now, waiting_for = null, waiting_until = null
            where id = :id
            """)
        .param("state", state.word())
        .param("outcome", outcome)
        .param("reason", reason)
        .param("now", now.toEpochMilli())
        .param("id", id)
        .update();
  }

  /** The run waits and holds neither thread nor owner. */
  public void park(Claim claim, String waitingFor, Optional<Instant> until, String reason) {
    db.sql(
            """
            update runs set state = 'waiting', waiting_for = :for, waiting_until = :until,
                reason = :reason, owner = null
            where id = :id
            """)
        .param("for", waitingFor)
        .param("until", Columns.millis(until))
        .param("reason", reason)
        .param("id", claim.run())
        .update();
  }

  /** What a parked run waited for has come: it waits for nothing but its turn. */
  public void goOn(String id, String waitingFor, String reason) {
    db.sql(
            """
            update runs set waiting_for = :for, waiting_until = null, reason = :reason
            where id = :id and state = 'waiting'
            """)
        .param("for", waitingFor)
        .param("reason", reason)
        .param("id", id)
        .update();
  }

  public void requestCancel(String id, Instant now) {
    db.sql("update runs set cancel_requested_at = :now where id = :id")
        .param("now", now.toEpochMilli())
        .param("id", id)
        .update();
  }

  /**
   * Another attempt of an ended run. Its fence grows, so that nobody can go on with the old one.
   */
  public void startAttempt(String id, int attempt) {
    db.sql(
            """
            update runs set state = 'queued', attempt = :attempt, fence = fence + 1, outcome = null,
                reason = null, finished_at = null, cancel_requested_at = null, owner = null
            where id = :id
            """)
        .param("attempt", attempt)
        .param("id", id)
        .update();
  }

  static RunRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new RunRecord(
        c.text("id"),
        c.text("source"),
        c.text("idem_key"),
        c.text("digest"),
        c.text("task_json"),
        c.text("job"),
        c.optionalText("repo"),
        c.optionalText("branch"),
        c.optionalText("base"),
        c.optionalText("workspace"),
        c.optionalText("head_sha"),
        c.optionalText("pull_request"),
        WireWord.parse(RunState.class, c.text("state")),
        c.optionalText("outcome"),
        c.optionalText("stage"),
        c.optionalText("reason"),
        c.optionalText("owner"),
        rs.getLong("fence"),
        rs.getInt("attempt"),
        c.optionalInstant("cancel_requested_at"),
        c.optionalText("waiting_for"),
        c.optionalInstant("waiting_until"),
        rs.getInt("priority"),
        c.instant("created_at"),
        c.optionalInstant("started_at"),
        c.optionalInstant("finished_at"));
  }
}
