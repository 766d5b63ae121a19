package drover.ledger;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code switches}: what people switched last. */
public final class SwitchesTable {
  private final JdbcClient db;

  SwitchesTable(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param why in the person's own words; may be empty
   */
  public record Position(String name, String value, String why, String who, Instant at) {}

  public Optional<Position> find(String name) {
    return db.sql("select * from switches where name = :name")
        .param("name", name)
        .query(
            (rs, number) -> {
              Columns c = new Columns(rs);
              return new Position(
                  c.text("name"), c.text("value"), c.text("why"), c.text("who"), c.instant("at"));
            })
        .optional();
  }

  public void put(Position position) {
    db.sql(
            """
            insert into switches(name, value, why, who, at) values (:name, :value, :why, :who, :at)
            on conflict (name) do update
            set value = excluded.value, why = excluded.why, who = excluded.who, at = excluded.at
            """)
        .param("name", position.name())
        .param("value", position.value())
        .param("why", position.why())
        .param("who", position.who())
        .param("at", position.at().toEpochMilli())
        .update();
  }
}
