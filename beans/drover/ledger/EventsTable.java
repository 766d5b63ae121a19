package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code events}. */
public final class EventsTable {
  private final JdbcClient db;

  EventsTable(JdbcClient db) {
    this.db = db;
  }

  public void append(String run, EventType type, String json, Instant at) {
    db.sql(
            """
            insert into events(run, seq, at, type, json)
            select :run, coalesce(max(seq), 0) + 1, :at, :type, :json from events where run = :run
            """)
        .param("run", run)
        .param("at", at.toEpochMilli())
        .param("type", type.word())
        .param("json", json)
        .update();
  }

  /**
   * @param json what happened
   */
  public record First(String run, EventType type, String json) {}

  /** The first events of runs that have none; at least one. */
  public void begin(List<First> events, Instant at) {
    List<Object[]> rows =
        events.stream()
            .map(
                first ->
                    new Object[] {
                      first.run(), 1L, at.toEpochMilli(), first.type().word(), first.json()
                    })
            .toList();
    db.sql("insert into events(run, seq, at, type, json) values :rows")
        .param("rows", rows)
        .update();
  }

  /** How many events of a type a run has had since an instant, that one included. */
  public int count(String run, EventType type, Instant since) {
    return db.sql(
            """
            select count(*) from events where run = :run and type = :type and at >= :since
            """)
        .param("run", run)
        .param("type", type.word())
        .param("since", since.toEpochMilli())
        .query(Integer.class)
        .single();
  }

  /** Number of the last event of a run; 0: there is none. */
  public long newest(String run) {
    return db.sql("select coalesce(max(seq), 0) from events where run = :run")
        .param("run", run)
        .query(Long.class)
        .single();
  }

  /** Events after {@code seq}, oldest first. */
  public List<EventRecord> after(String run, long seq, int limit) {
    return db.sql("select * from events where run = :run and seq > :seq order by seq limit :limit")
        .param("run", run)
        .param("seq", seq)
        .param("limit", limit)
        .query(EventsTable::row)
        .list();
  }

  /**
   * How far runs have come; those that do not exist are left out. Whoever has read up to the newest
   * event of a run that is over has read all of it.
   */
  public List<RunProgress> progress(Collection<String> runs) {
    return db.sql(
            """
            select id, state, coalesce((select max(seq) from events where run = id), 0) as newest
            from runs where id in (:runs)
            """)
        .param("runs", runs)
        .query(
            (rs, number) ->
                new RunProgress(
                    rs.getString("id"),
                    WireWord.parse(RunState.class, rs.getString("state")),
                    rs.getLong("newest")))
        .list();
  }

  /**
   * @param newest seq of the last event; 0: there is none
   */
  public record RunProgress(String run, RunState state, long newest) {}

  private static EventRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new EventRecord(
        c.text("run"),
        rs.getLong("seq"),
        c.instant("at"),
        WireWord.parse(EventType.class, c.text("type")),
        c.text("json"));
  }
}
