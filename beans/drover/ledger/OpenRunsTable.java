package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code runs}, as far as they have not ended and a server may continue them. */
public final class OpenRunsTable {
  static final String SELECT =
      """
      select id, source, job, coalesce(repo, asked_repo) as repository, mode, runtime, priority, state,
          stage, owner, waiting_for, waiting_until, created_at
      from runs
      """;

  private final JdbcClient db;

  OpenRunsTable(JdbcClient db) {
    this.db = db;
  }

  /** Whether one of them, whoever continues it, works in this directory. */
  public boolean workIn(String workspace) {
    return db.sql(
                """
                select count(*) from runs where workspace = :workspace
                and state in ('queued', 'running', 'waiting')
                """)
            .param("workspace", workspace)
            .query(Integer.class)
            .single()
        > 0;
  }

  /**
   * Runs that another run handed in, by its id: they carry it in their key; and those that go on
   * with what it told them.
   */
  public List<String> handedInBy(String run) {
    return db.sql(
            """
            select id from runs
            where source = (select source from runs where id = :run)
              and (idem_key like :prefix
                or state in ('queued', 'waiting')
                  and id in (select run from told_comments where told_by = :run))
            order by created_at, id
            """)
        .param("prefix", run + "#%")
        .param("run", run)
        .query(String.class)
        .list();
  }

  /** Oldest first, whoever continues them. */
  public List<OpenRun> all() {
    return db.sql(
            SELECT + " where state in ('queued', 'running', 'waiting') order by created_at, id")
        .query(OpenRunsTable::row)
        .list();
  }

  /** Oldest first. A run of a command in the foreground is continued by its person. */
  public List<OpenRun> ofServers() {
    return db.sql(
            SELECT
                + """
                where state in ('queued', 'running', 'waiting') and source <> 'cli'
                order by created_at, id
                """)
        .query(OpenRunsTable::row)
        .list();
  }

  /**
   * Those whose turn may come: all that have begun, and the front of what is queued, in no order.
   *
   * @param most how many of each lane
   */
  public List<OpenRun> inFront(int most) {
    List<OpenRun> found = new ArrayList<>(begun());
    found.addAll(new QueueFront(db).read(most));
    return found;
  }

  private List<OpenRun> begun() {
    return db.sql(SELECT + " where state in ('running', 'waiting') and source <> 'cli'")
        .query(OpenRunsTable::row)
        .list();
  }

  /** Those of a job that have begun, waiting or not. */
  public List<OpenRun> begun(String job) {
    return db.sql(
            SELECT
                + """
                where job = :job and state in ('running', 'waiting') and source <> 'cli'
                order by created_at, id
                """)
        .param("job", job)
        .query(OpenRunsTable::row)
        .list();
  }

  /** How many are queued for servers. */
  public int countQueued() {
    return db.sql("select count(*) from runs where state = 'queued' and source <> 'cli'")
        .query(Integer.class)
        .single();
  }

  public Optional<OpenRun> find(String id) {
    return db.sql(SELECT + "where id = :id").param("id", id).query(OpenRunsTable::row).optional();
  }

  /** Those of one job, whoever asked for them; oldest first. */
  public List<OpenRun> ofJob(String job) {
    return db.sql(
            SELECT
                + """
                where state in ('queued', 'running', 'waiting') and job = :job
                order by created_at, id
                """)
        .param("job", job)
        .query(OpenRunsTable::row)
        .list();
  }

  /** Idempotency keys that begin so, of runs from one source. */
  public List<String> keys(String source, String prefix) {
    return db.sql(
            """
            select idem_key from runs
            where state in ('queued', 'running', 'waiting') and source = :source
                and substr(idem_key, 1, :length) = :prefix
            """)
        .param("source", source)
        .param("length", prefix.length())
        .param("prefix", prefix)
        .query(String.class)
        .list();
  }

  static OpenRun row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new OpenRun(
        c.text("id"),
        c.text("source"),
        c.text("job"),
        c.optionalText("repository"),
        c.text("mode"),
        c.text("runtime"),
        rs.getInt("priority"),
        WireWord.parse(RunState.class, c.text("state")),
        c.optionalText("stage"),
        c.optionalText("owner"),
        c.optionalText("waiting_for"),
        c.optionalInstant("waiting_until"),
        c.instant("created_at"));
  }
}
