package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  @TempDir private Path directory;

  @Test
  void a_ledger_and_its_directory_are_made_where_missing() {
    Path missing = directory.resolve("not/yet/there");
    try (Ledger ledger = Ledger.open(missing)) {
      Sample.insert(ledger, "first");
    }
    assertThat(missing.resolve("ledger.db")).isRegularFile();
  }

  @Test
  void an_empty_file_becomes_a_ledger() throws IOException {
    Files.createFile(directory.resolve("ledger.db"));
    writesAndReads();
  }

  @Test
  void a_ledger_without_tables_yet_gets_them() throws SQLException {
    sql("pragma user_version = 1"); // the header is written, no table
    writesAndReads();
  }

  @Test
  void a_ledger_of_today_is_opened_again_with_what_it_holds() {
    writesAndReads();
    try (Ledger again = Ledger.open(directory)) {
      assertThat(again.read().runs().find("first")).isPresent();
    }
  }

  @Test
  void a_ledger_of_a_newer_program_is_refused_in_one_line_that_names_the_mend()
      throws SQLException {
    writesAndReads();
    sql(
        """
        insert into flyway_schema_history(installed_rank, version, description, type, script,
            installed_by, execution_time, success)
        values (99, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql', 'drover', 1, 1)
        """);
    assertThatThrownBy(() -> Ledger.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContainingAll("newer Drover", "schema 99", "update Drover", "DROVER_HOME")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1));
  }

  @Test
  void a_newer_ledger_is_not_touched() throws SQLException {
    writesAndReads();
    String newest = " where version = '" + Schema.VERSION + "'";
    sql("update flyway_schema_history set version = '99'" + newest);
    assertThatThrownBy(() -> Ledger.open(directory)).isInstanceOf(LedgerException.class);
    sql("update flyway_schema_history set version = '" + Schema.VERSION + "' where version = '99'");
    try (Ledger again = Ledger.open(directory)) {
      assertThat(again.read().runs().find("first")).isPresent();
    }
  }

  @Test
  void a_database_of_another_program_is_refused() throws SQLException {
    sql("create table recipes(id integer primary key, text text)");
    assertThatThrownBy(() -> Ledger.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(directory.resolve("ledger.db").toString())
        .hasMessageContaining("DROVER_HOME")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasLineCount(1));
  }

  private void writesAndReads() {
    try (Ledger ledger = Ledger.open(directory)) {
      Sample.insert(ledger, "first");
      assertThat(ledger.read().runs().count()).isEqualTo(1);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
        Statement work = connection.createStatement()) {
      work.execute(statement);
    }
  }
}
