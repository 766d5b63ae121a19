package drover.ledger;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code places}. */
public final class PlacesTable {
  private final JdbcClient db;

  PlacesTable(JdbcClient db) {
    this.db = db;
  }

  /** Somebody serves there now. */
  public void put(Place place) {
    db.sql(
            """
            insert into places(id, host, path) values (:id, :host, :path)
            on conflict (id) do update set host = excluded.host, path = excluded.path
            """)
        .param("id", place.id())
        .param("host", place.host())
        .param("path", place.path())
        .update();
  }

  /** Where the files of a run are; empty: it has none yet, and may be executed anywhere. */
  public Optional<Place> ofFiles(String run) {
    return db.sql(
            """
            select places.id, places.host, places.path from runs join places on places.id = runs.place
            where runs.id = :run
              and (workspace is not null or exists (select 1 from turns where turns.run = runs.id))
            """)
        .param("run", run)
        .query(
            (rs, number) ->
                new Place(rs.getString("id"), rs.getString("host"), rs.getString("path")))
        .optional();
  }

  /** The run is executed in a place from now on. */
  public void moveTo(String place, String run) {
    db.sql("update runs set place = :place where id = :run")
        .param("place", place)
        .param("run", run)
        .update();
  }
}
