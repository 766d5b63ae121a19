package drover.crash;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.CommitWitness;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Names the points that a factory passes, by what it writes into its ledger. */
final class Passages implements CommitWitness {
  private static final Set<String> MIDDLE_OF_A_TURN = Set.of("activity", "text", "tool");

  private final String ledger;
  private final Consumer<String> passed;
  private final Map<String, Integer> counts = new HashMap<>();
  private long lastEvent = -1;

  Passages(Path dataDirectory, Consumer<String> passed) {
    this.ledger = "jdbc:sqlite:" + dataDirectory.resolve("ledger.db");
    this.passed = passed;
  }

  @Override
  public void beforeCommit() {
    pass("commit-before");
  }

  @Override
  public void afterCommit() {
    pass("commit-after");
    try (Connection connection = DriverManager.getConnection(ledger)) {
      nameEvents(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the harness cannot read the ledger", e);
    }
  }

  /** What a former life wrote was passed by that life. */
  private void nameEvents(Connection connection) throws SQLException {
    if (lastEvent < 0) {
      lastEvent = newest(connection);
    }
    String sql = "select rowid, type, json from events where rowid > ? order by rowid";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, lastEvent);
      ResultSet events = select.executeQuery();
      while (events.next()) {
        lastEvent = events.getLong(1);
        name(events.getString(2), Json.tree(events.getString(3)));
      }
    }
  }

  private static long newest(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select coalesce(max(rowid), 0) from events")) {
      ResultSet rows = select.executeQuery();
      rows.next();
      return rows.getLong(1);
    }
  }

  private void name(String type, JsonNode event) {
    if (type.equals("step")) {
      boolean begins = event.path("state").asText().equals("running");
      pass((begins ? "step-begin:" : "step-end:") + event.path("name").asText());
    } else if (MIDDLE_OF_A_TURN.contains(type)) {
      pass("turn-middle");
    }
  }

  private void pass(String kind) {
    passed.accept(kind + ":" + counts.merge(kind, 1, Integer::sum));
  }
}
