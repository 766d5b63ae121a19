package drover.ledger;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the tables with each other: what contradicts itself is named, nothing is changed. */
public final class CrossChecks {
  private final JdbcClient db;

  CrossChecks(JdbcClient db) {
    this.db = db;
  }

  /** What cannot be as it is, by kind. */
  public List<Inconsistency> all() {
    return Stream.of(CrossQuestions.OF_RUNS, CrossQuestions.OF_WORK, CrossQuestions.orphans())
        .flatMap(List::stream)
        .flatMap(question -> ask(question).stream())
        .toList();
  }

  /** The task of every run, by the run's id. */
  public Map<String, String> tasks() {
    Map<String, String> tasks = new TreeMap<>();
    db.sql("select id, task_json from runs")
        .query(
            (RowCallbackHandler) row -> tasks.put(row.getString("id"), row.getString("task_json")));
    return tasks;
  }

  private List<Inconsistency> ask(CrossQuestion question) {
    return db.sql(question.sql()).query((row, number) -> question.about(columns(row))).list();
  }

  private static List<String> columns(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    String[] texts = new String[columns.getColumnCount()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = row.getString(i + 1);
    }
    return List.of(texts);
  }
}
