package drover.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The oldest queued runs of each lane: runs that differ in source, job, mode, agent, priority or
 * repository stand in different ones. A long queue is not read to its end: index {@code runs_lanes}
 * leads from lane to lane and to the front of each, whatever the store guesses of the table.
 */
final class QueueFront {
  /** As the index has it, to the letter: otherwise it is not used. */
  private static final String LANE =
      "(source || ' ' || job || ' ' || mode || ' ' || runtime || ' ' || cast(priority as text)"
          + " || ' ' || coalesce(repo, asked_repo, ''))";

  private static final String QUEUED = "state = 'queued' and source <> 'cli'";

  private static final String LANES =
      """
      with recursive lanes(lane) as (
        select (select %1$s from runs where %2$s order by %1$s limit 1)
        union all
        select (select %1$s from runs where %2$s and %1$s > lane order by %1$s limit 1)
        from lanes where lane is not null
      )
      select lane from lanes where lane is not null
      """
          .formatted(LANE, QUEUED);

  /** SQLite joins up to 500 selections. */
  private static final int LANES_AT_ONCE = 250;

  private final JdbcClient db;

  QueueFront(JdbcClient db) {
    this.db = db;
  }

  /**
   * @param most how many of each lane
   */
  List<OpenRun> read(int most) {
    List<String> lanes = db.sql(LANES).query(String.class).list();
    List<OpenRun> found = new ArrayList<>();
    for (int first = 0; first < lanes.size(); first += LANES_AT_ONCE) {
      int end = Math.min(lanes.size(), first + LANES_AT_ONCE);
      found.addAll(fronts(lanes.subList(first, end), most));
    }
    return found;
  }

  private List<OpenRun> fronts(List<String> lanes, int most) {
    String fronts =
        IntStream.range(0, lanes.size())
            .mapToObj(n -> "select * from (%s) front_%d".formatted(front(n), n))
            .collect(Collectors.joining(" union all "));
    JdbcClient.StatementSpec statement = db.sql(fronts).param("most", most);
    for (int n = 0; n < lanes.size(); n++) {
      statement = statement.param("lane" + n, lanes.get(n));
    }
    return statement.query(OpenRunsTable::row).list();
  }

  private static String front(int n) {
    return "%s where %s and %s = :lane%d order by created_at, id limit :most"
        .formatted(OpenRunsTable.SELECT, QUEUED, LANE, n);
  }
}
