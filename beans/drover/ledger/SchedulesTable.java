package drover.ledger;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code schedules}: one row for each schedule that is watched. */
public final class SchedulesTable {
  private final JdbcClient db;

  SchedulesTable(JdbcClient db) {
    this.db = db;
  }

  public List<ScheduleRecord> all() {
    return db.sql("select * from schedules order by name")
        .query(
            (rs, number) -> {
              Columns c = new Columns(rs);
              return new ScheduleRecord(
                  c.text("name"),
                  c.text("cron"),
                  c.text("zone"),
                  c.instant("since"),
                  c.optionalInstant("settled"));
            })
        .list();
  }

  /** It is watched from now on; what was known under its name is forgotten. */
  public void watch(ScheduleRecord schedule) {
    db.sql(
            """
            insert into schedules(name, cron, zone, since, settled)
            values (:name, :cron, :zone, :since, :settled)
            on conflict (name) do update set cron = excluded.cron, zone = excluded.zone,
                since = excluded.since, settled = excluded.settled
            """)
        .param("name", schedule.name())
        .param("cron", schedule.cron())
        .param("zone", schedule.zone())
        .param("since", schedule.since().toEpochMilli())
        .param("settled", Columns.millis(schedule.settled()))
        .update();
  }

  public void forget(String name) {
    db.sql("delete from schedules where name = :name").param("name", name).update();
  }

  /** A firing began, or was skipped. */
  public void settle(String name, Instant firing) {
    db.sql("update schedules set settled = :firing where name = :name")
        .param("firing", firing.toEpochMilli())
        .param("name", name)
        .update();
  }
}
