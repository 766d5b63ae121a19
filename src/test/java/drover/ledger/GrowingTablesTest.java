package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.machine.ProcessIdentity;
import drover.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Today's program on tables that a later one has changed, before it is opened and while it is. */
@Timeout(120)
@ParameterizedClass
@EnumSource(Store.class)
class GrowingTablesTest {
  private static final int TODAY = Schema.VERSION;

  @Parameter private Store store;
  @TempDir private Path directory;

  @Test
  void a_ledger_that_has_only_grown_is_worked_on() throws SQLException {
    makeLedger();
    grow(TODAY + 1, TODAY);
    grow(TODAY + 2, TODAY - 1);

    try (Ledger ledger = store.open(directory)) {
      Sample.insert(ledger, "later");
      assertThat(ledger.read().runs().count()).isEqualTo(2);
    }
  }

  @Test
  void a_ledger_of_which_one_change_was_another_is_refused() throws SQLException {
    makeLedger();
    grow(TODAY + 1, TODAY);
    grow(TODAY + 2, TODAY + 1);
    grow(TODAY + 3, TODAY);

    assertThatThrownBy(() -> store.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("newer Drover (schema %d".formatted(TODAY + 3));
  }

  @Test
  void an_open_ledger_goes_on_when_its_tables_grow() throws SQLException {
    try (Ledger ledger = store.open(directory)) {
      // more often than the driver sends a statement as text
      for (int n = 0; n < 20; n++) {
        readInATransaction(ledger, "before" + n);
      }
      grow(TODAY + 1, TODAY);
      for (int n = 0; n < 20; n++) {
        readInATransaction(ledger, "after" + n);
        assertThat(ledger.read().runs().find("before" + n)).isPresent();
      }
      assertThat(ledger.read().runs().count()).isEqualTo(40);
    }
  }

  @Test
  void an_instance_says_which_tables_it_knows() throws SQLException {
    try (Ledger ledger = store.open(directory)) {
      ledger.write(
          tables -> {
            tables
                .instances()
                .register("one", ProcessIdentity.ofThisProcess(), InstanceRole.SERVER);
            return "registered";
          });
    }
    try (Connection connection = connect();
        Statement question = connection.createStatement();
        var rows = question.executeQuery("select knows from instances")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(TODAY);
    }
  }

  private static void readInATransaction(Ledger ledger, String run) {
    Sample.insert(ledger, run);
    ledger.write(tables -> tables.runs().find(run).orElseThrow());
  }

  private void makeLedger() {
    try (Ledger ledger = store.open(directory)) {
      Sample.insert(ledger, "first");
    }
  }

  /** What a later program does, seen from the outside. */
  private void grow(int version, int worksFor) throws SQLException {
    try (Connection connection = connect();
        Statement change = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String statement :
          List.of(
              "alter table runs add column more%d text not null default ''".formatted(version),
              "insert into schema_compatibility(version, works_for) values (%d, %d)"
                  .formatted(version, worksFor),
              LaterVersion.inHistory(version))) {
        change.execute(statement);
      }
      connection.commit();
    }
  }

  private Connection connect() throws SQLException {
    return switch (store.at(directory)) {
      case LedgerAddress.Embedded embedded ->
          DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
      case LedgerAddress.Postgres postgres ->
          DriverManager.getConnection(postgres.url(), PostgresServer.USER, PostgresServer.PASSWORD);
    };
  }
}
