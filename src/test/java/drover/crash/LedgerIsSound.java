package drover.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The store is whole, nothing in it refers to nothing, and nobody is registered who is not there.
 */
final class LedgerIsSound implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    List<String> wrong = new ArrayList<>();
    String url = "jdbc:sqlite:" + aftermath.grounds().data().resolve("ledger.db");
    try (Connection connection = DriverManager.getConnection(url)) {
      List<String> check = column(connection, "pragma integrity_check");
      if (!check.equals(List.of("ok"))) {
        wrong.add("integrity: " + check);
      }
      column(connection, "pragma foreign_key_check").forEach(row -> wrong.add("dangling: " + row));
      column(connection, "select id from instances")
          .forEach(id -> wrong.add("the dead instance " + id + " is still registered"));
    } catch (SQLException e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
    return wrong;
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
