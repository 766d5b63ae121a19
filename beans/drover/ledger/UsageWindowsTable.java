package drover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalDouble;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code usage_windows}: what the model's service said of the subscription, and when. */
public final class UsageWindowsTable {
  private final JdbcClient db;

  UsageWindowsTable(JdbcClient db) {
    this.db = db;
  }

  public void record(UsageWindow window) {
    db.sql(
            """
            insert into usage_windows(name, at, status, utilization, resets_at)
            values (:name, :at, :status, :utilization, :resets)
            on conflict (name, at) do update set status = excluded.status,
                utilization = excluded.utilization, resets_at = excluded.resets_at
            """)
        .param("name", window.name())
        .param("at", window.at().toEpochMilli())
        .param("status", window.status())
        .param(
            "utilization",
            window.utilization().isPresent() ? window.utilization().getAsDouble() : null)
        .param("resets", Columns.millis(window.resetsAt()))
        .update();
  }

  /** The latest word on each window. */
  public List<UsageWindow> latest() {
    return db.sql(
            """
            select * from usage_windows w
            where at = (select max(at) from usage_windows other where other.name = w.name)
            order by name
            """)
        .query(UsageWindowsTable::row)
        .list();
  }

  private static UsageWindow row(ResultSet rs, int number) throws SQLException {
    Columns c = new Columns(rs);
    double utilization = rs.getDouble("utilization");
    OptionalDouble known = rs.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(utilization);
    return new UsageWindow(
        c.text("name"), c.instant("at"), c.text("status"), known, c.optionalInstant("resets_at"));
  }
}
