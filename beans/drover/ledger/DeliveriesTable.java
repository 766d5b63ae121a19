package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code deliveries} and {@code speakers}: the messages of each channel, in their order. */
public final class DeliveriesTable {
  private final JdbcClient db;
  private final Dialect dialect;

  DeliveriesTable(JdbcClient db, Dialect dialect) {
    this.db = db;
    this.dialect = dialect;
  }

  /** A channel is to be told; one that is told already stays as it is. */
  public void add(String channel, NoticeRecord notice) {
    db.sql(
            """
            insert into deliveries(channel, notice, run, seq, event, at, state)
            values (:channel, :notice, :run, :seq, :event, :at, 'due')
            on conflict (channel, notice) do nothing
            """)
        .param("channel", channel)
        .param("notice", notice.id())
        .param("run", notice.run())
        .param("seq", notice.seq())
        .param("event", notice.event())
        .param("at", notice.at().toEpochMilli())
        .update();
  }

  /**
   * One instance speaks on a channel, by the store's clock.
   *
   * @return whether it is this one, from now on for the time given
   */
  public boolean speak(String channel, String owner, Duration time) {
    return db.sql(
                """
                insert into speakers(channel, owner, until) values (:channel, :owner, %s + :time)
                on conflict (channel) do update set owner = excluded.owner, until = excluded.until
                  where speakers.owner = excluded.owner or speakers.until <= %s
                """
                    .formatted(dialect.nowMillis(), dialect.nowMillis()))
            .param("channel", channel)
            .param("owner", owner)
            .param("time", time.toMillis())
            .update()
        == 1;
  }

  /** An instance speaks no more. */
  public void leave(String owner) {
    db.sql("delete from speakers where owner = :owner").param("owner", owner).update();
  }

  /** Channels that have something to say; not before its time where the first one has to wait. */
  public List<String> waiting(Instant now) {
    return db.sql(
            """
            select channel from deliveries where state in ('due', 'sent')
            group by channel having coalesce(max(next_at), 0) <= :now
            """)
        .param("now", now.toEpochMilli())
        .query(String.class)
        .list();
  }

  /** The oldest message of a channel that is not settled. */
  public Optional<DeliveryRecord> first(String channel) {
    return db.sql(
            """
            select n.*, d.channel, d.state, d.attempts, d.next_at, d.said
            from deliveries d join notices n on n.id = d.notice
            where d.channel = :channel and d.state in ('due', 'sent')
            order by d.at, d.seq, d.notice limit 1
            """)
        .param("channel", channel)
        .query(DeliveriesTable::row)
        .optional();
  }

  /** Before it is sent. */
  public void sent(String channel, String notice) {
    change(channel, notice, "state = 'sent'", Optional.empty(), "");
  }

  /**
   * It was not taken now.
   *
   * @param state {@code SENT} where it may be there nevertheless
   */
  public void postpone(
      String channel, String notice, DeliveryState state, Instant next, String said) {
    String set =
        "state = '%s', attempts = attempts + 1, next_at = :at, said = :said"
            .formatted(state.word());
    change(channel, notice, set, Optional.of(next), said);
  }

  /** There is no more to be done about it. */
  public void settle(String channel, String notice, DeliveryState state, Instant now, String said) {
    String set =
        "state = '%s', next_at = null, settled_at = :at, said = :said".formatted(state.word());
    change(channel, notice, set, Optional.of(now), said);
  }

  /** Drops those of an event that are older than an instant and not settled. */
  public int dropBefore(String channel, String event, Instant before, Instant now) {
    return db.sql(
            """
            update deliveries set state = 'dropped', settled_at = :now, said = 'too old'
            where channel = :channel and event = :event and at < :before
              and state in ('due', 'sent')
            """)
        .param("channel", channel)
        .param("event", event)
        .param("before", before.toEpochMilli())
        .param("now", now.toEpochMilli())
        .update();
  }

  /** Drops those of an event after which the same run had something newer to tell. */
  public int dropOvertaken(String channel, String event, Instant now) {
    return db.sql(
            """
            update deliveries set state = 'dropped', settled_at = :now, said = 'overtaken'
            where channel = :channel and event = :event and state in ('due', 'sent')
              and exists (
                select 1 from deliveries newer where newer.channel = deliveries.channel
                and newer.run = deliveries.run and newer.state in ('due', 'sent')
                and (newer.at > deliveries.at or newer.at = deliveries.at and newer.seq > deliveries.seq))
            """)
        .param("channel", channel)
        .param("event", event)
        .param("now", now.toEpochMilli())
        .update();
  }

  /**
   * How many messages of each of these runs were tried in vain, or refused; runs without any are
   * left out.
   */
  public Map<String, Integer> undelivered(Collection<String> runs) {
    if (runs.isEmpty()) {
      return Map.of();
    }
    return db
        .sql(
            """
            select run, count(*) as messages from deliveries
            where run in (:runs) and (state = 'refused' or state in ('due', 'sent') and attempts > 0)
            group by run
            """)
        .param("runs", runs)
        .query((rs, number) -> Map.entry(rs.getString("run"), rs.getInt("messages")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The same of each channel, whatever run they tell of. */
  public Map<String, Integer> undeliveredByChannel() {
    return db
        .sql(
            """
            select channel, count(*) as messages from deliveries
            where state = 'refused' or state in ('due', 'sent') and attempts > 0
            group by channel
            """)
        .query((rs, number) -> Map.entry(rs.getString("channel"), rs.getInt("messages")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** All messages about a run, oldest first. */
  public List<DeliveryRecord> ofRun(String run) {
    return db.sql(
            """
            select n.*, d.channel, d.state, d.attempts, d.next_at, d.said
            from deliveries d join notices n on n.id = d.notice
            where d.run = :run order by d.at, d.seq, d.channel
            """)
        .param("run", run)
        .query(DeliveriesTable::row)
        .list();
  }

  private void change(
      String channel, String notice, String set, Optional<Instant> at, String said) {
    var update =
        db.sql(
                "update deliveries set %s where channel = :channel and notice = :notice"
                    .formatted(set))
            .param("channel", channel)
            .param("notice", notice);
    at.ifPresent(instant -> update.param("at", instant.toEpochMilli()).param("said", said));
    update.update();
  }

  private static DeliveryRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new DeliveryRecord(
        c.text("channel"),
        NoticesTable.row(rs),
        WireWord.parse(DeliveryState.class, c.text("state")),
        rs.getInt("attempts"),
        c.optionalInstant("next_at"),
        c.text("said"));
  }
}
