package drover.ledger;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code audit}: what people did. Nothing is ever changed or removed there. */
public final class AuditTable {
  private final JdbcClient db;

  AuditTable(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param what a verb, as the command line calls it
   * @param why in the person's own words; may be empty
   */
  public record Entry(Instant at, String who, String what, String run, String why) {}

  public void record(Entry entry) {
    db.sql("insert into audit(at, who, what, run, why) values (:at, :who, :what, :run, :why)")
        .param("at", entry.at().toEpochMilli())
        .param("who", entry.who())
        .param("what", entry.what())
        .param("run", entry.run())
        .param("why", entry.why())
        .update();
  }

  /** Oldest first. */
  public List<Entry> ofRun(String run) {
    return db.sql("select * from audit where run = :run order by at")
        .param("run", run)
        .query(
            (rs, number) -> {
              Columns c = new Columns(rs);
              return new Entry(
                  c.instant("at"), c.text("who"), c.text("what"), c.text("run"), c.text("why"));
            })
        .list();
  }
}
