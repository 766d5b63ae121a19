package drover.ledger;

import drover.json.WireWord;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code runs} for those who add to it: many in one statement. */
public final class NewRunsTable {
  private final JdbcClient db;

  NewRunsTable(JdbcClient db) {
    this.db = db;
  }

  /** A run that is there already, as far as whoever asks for it again needs it. */
  public record Known(String digest, RunState state) {}

  /** Those of the runs that are there already, by their ids. */
  public Map<String, Known> known(Collection<String> ids) {
    Map<String, Known> known = new HashMap<>();
    db.sql("select id, digest, state from runs where id in (:ids)")
        .param("ids", ids)
        .query(
            row -> {
              RunState state = WireWord.parse(RunState.class, row.getString("state"));
              known.put(row.getString("id"), new Known(row.getString("digest"), state));
            });
    return known;
  }

  /** At least one; none of them is there. */
  public void insert(List<NewRun> runs) {
    db.sql(
            """
            insert into runs(id, source, idem_key, digest, task_json, job, asked_repo, mode, runtime, state,
                priority, created_at)
            values :rows
            """)
        .param("rows", runs.stream().map(NewRunsTable::row).toList())
        .update();
  }

  private static Object[] row(NewRun run) {
    return new Object[] {
      run.id(),
      run.source(),
      run.idemKey(),
      run.digest(),
      run.taskJson(),
      run.job(),
      new SqlParameterValue(Types.VARCHAR, Columns.text(run.repository())),
      run.mode(),
      run.runtime(),
      RunState.QUEUED.word(),
      run.priority(),
      run.createdAt().toEpochMilli()
    };
  }
}
