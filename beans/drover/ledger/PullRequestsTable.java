package drover.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tables {@code told_comments} and {@code pull_request_ends}: what people said of pull requests.
 */
public final class PullRequestsTable {
  private final JdbcClient db;

  PullRequestsTable(JdbcClient db) {
    this.db = db;
  }

  /** As it is compared: GitHub does not tell upper case from lower case. */
  public static String keyOf(String url) {
    return url.toLowerCase(Locale.ROOT);
  }

  /** The newest run whose result a pull request is. */
  public Optional<String> madeBy(String url) {
    return db.sql(
            """
            select id from runs where lower(pull_request) = :url
            order by created_at desc, id limit 1
            """)
        .param("url", keyOf(url))
        .query(String.class)
        .optional();
  }

  /**
   * @return whether nobody was told it before
   */
  public boolean tell(ToldComment comment, long at) {
    return db.sql(
                """
                insert into told_comments(pull_request, kind, comment, thread, run, told_by, head, at)
                values (:pull, :kind, :comment, :thread, :run, :by, :head, :at)
                on conflict (pull_request, kind, comment) do nothing
                """)
            .param("pull", comment.pullRequest())
            .param("kind", comment.kind())
            .param("comment", comment.comment())
            .param("thread", comment.thread())
            .param("run", comment.run())
            .param("by", comment.toldBy())
            .param("head", comment.head())
            .param("at", at)
            .update()
        == 1;
  }

  /** What a run was told, in the order of telling. */
  public List<ToldComment> toldTo(String run) {
    return told("run", run);
  }

  /** What a run told others. */
  public List<ToldComment> toldBy(String run) {
    return told("told_by", run);
  }

  private List<ToldComment> told(String column, String run) {
    return db.sql(
            "select * from told_comments where %s = :run order by at, kind, comment"
                .formatted(column))
        .param("run", run)
        .query(
            (rs, number) ->
                new ToldComment(
                    rs.getString("pull_request"),
                    rs.getString("kind"),
                    rs.getLong("comment"),
                    rs.getLong("thread"),
                    rs.getString("run"),
                    rs.getString("told_by"),
                    rs.getString("head")))
        .list();
  }

  /**
   * @return whether it was not known before
   */
  public boolean end(PullRequestEnd end) {
    return db.sql(
                """
                insert into pull_request_ends(pull_request, run, standing, ended_by, at)
                values (:pull, :run, :standing, :by, :at)
                on conflict (pull_request) do update set run = excluded.run,
                    standing = excluded.standing, ended_by = excluded.ended_by, at = excluded.at
                  where pull_request_ends.at <> excluded.at
                    or pull_request_ends.standing <> excluded.standing
                """)
            .param("pull", end.pullRequest())
            .param("run", end.run())
            .param("standing", end.standing())
            .param("by", end.by())
            .param("at", end.at().toEpochMilli())
            .update()
        == 1;
  }

  /** Somebody has opened it again. */
  public void goOn(String pullRequest) {
    db.sql("delete from pull_request_ends where pull_request = :pull")
        .param("pull", keyOf(pullRequest))
        .update();
  }

  public Optional<PullRequestEnd> endOf(String pullRequest) {
    return db.sql("select * from pull_request_ends where pull_request = :pull")
        .param("pull", keyOf(pullRequest))
        .query(
            (rs, number) ->
                new PullRequestEnd(
                    rs.getString("pull_request"),
                    rs.getString("run"),
                    rs.getString("standing"),
                    rs.getString("ended_by"),
                    new Columns(rs).instant("at")))
        .optional();
  }
}
