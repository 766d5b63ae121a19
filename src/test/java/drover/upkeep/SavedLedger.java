package drover.upkeep;

import drover.cli.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A data directory that an earlier Drover has left, see {@code saved-ledgers/README.md}. */
record SavedLedger(int schema, Path home) {
  private static final Path KEPT = Path.of("src/test/resources/saved-ledgers");
  private static final String PLACE = "/saved";

  /** The versions of the tables that there were. */
  static Stream<Integer> schemas() {
    try (Stream<Path> files = Files.list(KEPT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tar.gz"))
          .map(name -> Integer.valueOf(name.replaceAll("\\D", "")))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacks one; whatever names the place where it was made names this one. */
  static SavedLedger unpacked(int schema, Path home) {
    SavedLedger saved = new SavedLedger(schema, home);
    try {
      Path archive = KEPT.resolve("schema-" + schema + ".tar.gz").toAbsolutePath();
      Process tar =
          new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", home.toString())
              .inheritIO()
              .start();
      if (tar.waitFor() != 0) {
        throw new IOException("tar ended with " + tar.exitValue());
      }
      saved.moveRows();
      saved.moveFiles();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return saved;
  }

  Path data() {
    return home.resolve("data");
  }

  Caller caller() {
    return Caller.at(home).with("DROVER_HOME", data().toString());
  }

  /** Ids of the runs that were in a state when it was saved. */
  List<String> in(String state) {
    try (Connection connection = connect();
        PreparedStatement question =
            connection.prepareStatement(
                "select id from runs where state = ? order by created_at")) {
      question.setString(1, state);
      List<String> ids = new ArrayList<>();
      try (ResultSet rows = question.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      return ids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data().resolve("ledger.db"));
  }

  private void moveRows() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String column :
          List.of(
              "runs.task_json",
              "runs.repo",
              "runs.workspace",
              "runs.reason",
              "steps.result_json",
              "turns.handle",
              "turns.report_json",
              "effects.key",
              "effects.request",
              "effects.receipt")) {
        String table = column.substring(0, column.indexOf('.'));
        String name = column.substring(column.indexOf('.') + 1);
        statement.executeUpdate(
            "update %1$s set %2$s = replace(%2$s, '%3$s/', '%4$s/')"
                .formatted(table, name, PLACE, home));
      }
      connection.commit();
    }
  }

  /** What git borrows from is named with its full path. */
  private void moveFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.filter(path -> path.endsWith("info/alternates")).toList()) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace(PLACE + "/", home + "/"));
      }
    }
  }
}
