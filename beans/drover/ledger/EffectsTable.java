package drover.ledger;

import drover.json.WireWord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code effects}. */
public final class EffectsTable {
  private final JdbcClient db;

  EffectsTable(JdbcClient db) {
    this.db = db;
  }

  public List<EffectRecord> ofRun(String run) {
    return db.sql("select * from effects where run = :run order by at, key")
        .param("run", run)
        .query(EffectsTable::row)
        .list();
  }

  public Optional<EffectRecord> find(String key) {
    return db.sql("select * from effects where key = :key")
        .param("key", key)
        .query(EffectsTable::row)
        .optional();
  }

  /**
   * Before anything is sent. An effect that is there already keeps its state; where the same run
   * intends something else than what is confirmed, it begins anew.
   */
  public void intend(String key, String run, String kind, String request, Instant now) {
    db.sql(
            """
            insert into effects(key, run, kind, state, request, at)
            values (:key, :run, :kind, 'intended', :request, :now)
            on conflict (key) do update set request = excluded.request, run = excluded.run,
                state = case when effects.state = 'confirmed' then 'intended' else effects.state end
              where effects.state in ('intended', 'refused')
                or effects.run = excluded.run
                and effects.request <> excluded.request
            """)
        .param("key", key)
        .param("run", run)
        .param("kind", kind)
        .param("request", request)
        .param("now", now.toEpochMilli())
        .update();
  }

  public void sent(String key, Instant now) {
    db.sql("update effects set state = 'sent', at = :now where key = :key")
        .param("now", now.toEpochMilli())
        .param("key", key)
        .update();
  }

  /** The other side could not be asked: it is looked at again at {@code nextAt}. */
  public void postpone(String key, Instant nextAt, Instant now) {
    db.sql(
            """
            update effects set attempts = attempts + 1, next_at = :next, at = :now where key = :key
            """)
        .param("next", nextAt.toEpochMilli())
        .param("now", now.toEpochMilli())
        .param("key", key)
        .update();
  }

  /** The other side has answered, so that tries count from the beginning again. */
  public void settle(String key, EffectState state, String receipt, Instant now) {
    db.sql(
            "update effects set state = :state, receipt = :receipt, attempts = 0, next_at = null, at = :now where key = :key")
        .param("state", state.word())
        .param("receipt", receipt)
        .param("now", now.toEpochMilli())
        .param("key", key)
        .update();
  }

  private static EffectRecord row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    return new EffectRecord(
        c.text("key"),
        c.text("run"),
        c.text("kind"),
        WireWord.parse(EffectState.class, c.text("state")),
        c.text("request"),
        c.optionalText("receipt"),
        rs.getInt("attempts"),
        c.instant("at"));
  }
}
