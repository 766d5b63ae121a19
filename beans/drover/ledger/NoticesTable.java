package drover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code notices}: what people are to be told, each occasion once. */
public final class NoticesTable {
  private final JdbcClient db;

  NoticesTable(JdbcClient db) {
    this.db = db;
  }

  /** One that is there already stays as it is. */
  public void add(NoticeRecord notice) {
    db.sql(
            """
            insert into notices(id, run, seq, event, news, at)
            values (:id, :run, :seq, :event, :news, :at) on conflict (id) do nothing
            """)
        .param("id", notice.id())
        .param("run", notice.run())
        .param("seq", notice.seq())
        .param("event", notice.event())
        .param("news", notice.news())
        .param("at", notice.at().toEpochMilli())
        .update();
  }

  /** Those of which it is not decided yet who is told, oldest first. */
  public List<NoticeRecord> unaddressed(int limit) {
    return db.sql(
            "select * from notices where addressed_at is null order by at, seq, id limit :limit")
        .param("limit", limit)
        .query((rs, number) -> row(rs))
        .list();
  }

  /** It is decided who is told. */
  public void addressed(String id, Instant now) {
    db.sql("update notices set addressed_at = :now where id = :id and addressed_at is null")
        .param("now", now.toEpochMilli())
        .param("id", id)
        .update();
  }

  public Optional<NoticeRecord> find(String id) {
    return db.sql("select * from notices where id = :id")
        .param("id", id)
        .query((rs, number) -> row(rs))
        .optional();
  }

  /** Whether there is any from before an instant. */
  public boolean hasOlder(Instant before) {
    return db.sql("select count(*) from notices where addressed_at < :before")
            .param("before", before.toEpochMilli())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Forgets what every channel has dealt with before an instant. */
  public void sweep(Instant before) {
    db.sql(
            """
            delete from notices where addressed_at < :before and not exists (
              select 1 from deliveries d where d.notice = notices.id
              and (d.settled_at is null or d.settled_at >= :before))
            """)
        .param("before", before.toEpochMilli())
        .update();
    db.sql(
            """
            delete from deliveries where settled_at < :before
              and notice not in (select id from notices)
            """)
        .param("before", before.toEpochMilli())
        .update();
  }

  static NoticeRecord row(ResultSet rs) throws SQLException {
    Columns c = new Columns(rs);
    return new NoticeRecord(
        c.text("id"),
        c.text("run"),
        rs.getLong("seq"),
        c.text("event"),
        c.text("news"),
        c.instant("at"));
  }
}
