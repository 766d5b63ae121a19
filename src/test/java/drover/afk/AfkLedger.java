package drover.afk;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a factory of these tests is given: its job, and a ledger without a past. */
final class AfkLedger {
  static final String JOB =
      """
      drover:
        jobs:
          implement-issue:
            prompt: none
            parameters:
              issue: {required: true, pattern: "[^/]+/[^/]+#[0-9]+", example: acme/site#12}
            agent: ""
            runtime: claude
            model: sonnet
            max-turns: 100
            start-below-utilization: 1
            serial-per-repository: true
            watch: true
            permission-mode: default
            allowed-tools: []
            pull-request: draft
            verify: []
            render: []
            egress: {domains: []}
            mcp: []
      """;

  private AfkLedger() {}

  /** Servers that have it open go on with an empty one. */
  static void clear(Path file) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        statement.executeUpdate("delete from " + table);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
                + " and name not like 'flyway%' and name not in ('instances', 'places')")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
