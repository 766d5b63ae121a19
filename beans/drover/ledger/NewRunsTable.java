package drover.ledger;

import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code runs} for those who add to it: many in one statement. */
public final class NewRunsTable {
  private final JdbcClient db;

  NewRunsTable(JdbcClient db) {
    this.db = db;
  }

  /** What makes two requests the same. */
  public record Key(String source, String idemKey) {}

  /** Those of the keys that are there already. */
  public Map<Key, RunRecord> known(List<Key> keys) {
    List<Object[]> values =
        keys.stream().map(key -> new Object[] {key.source(), key.idemKey()}).toList();
    return db
        .sql("select * from runs where (source, idem_key) in (values :keys)")
        .param("keys", values)
        .query(RunsTable::row)
        .list()
        .stream()
        .collect(
            Collectors.toMap(run -> new Key(run.source(), run.idemKey()), Function.identity()));
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
