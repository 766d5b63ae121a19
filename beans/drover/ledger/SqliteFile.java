package drover.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of an embedded ledger, looked at as it is: whatever its tables, and changing nothing.
 */
record SqliteFile(Path file) {
  private static final int WAIT_FOR_OTHERS_MILLIS = 30_000;
  private static final Set<SQLiteErrorCode> DAMAGE =
      Set.of(SQLiteErrorCode.SQLITE_NOTADB, SQLiteErrorCode.SQLITE_CORRUPT);

  /**
   * Copies all of it, as it is at one moment, into an empty file.
   *
   * @throws SQLException when either of them fails
   */
  void copyTo(Path copy) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    }
  }

  /**
   * What SQLite itself finds wrong with it, a sentence each; empty where it is whole.
   *
   * @throws SQLException when it cannot be looked at for another reason
   */
  List<String> damages() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("pragma integrity_check")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    } catch (SQLiteException e) {
      if (!DAMAGE.contains(SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff))) {
        throw e;
      }
      found.add(String.valueOf(e.getMessage()));
    }
    found.remove("ok");
    return found;
  }

  private Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source.getConnection();
  }
}
