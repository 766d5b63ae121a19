package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.machine.ProcessIdentity;
import drover.schemas.Schemas;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an earlier Drover has left is read by today's. That runs go on: {@link SavedLedgersIT}. */
class SavedLedgersTest {
  @TempDir private Path home;

  @ParameterizedTest(name = "schema {0}")
  @MethodSource("drover.upkeep.SavedLedger#schemas")
  void every_run_is_still_there_as_a_document_of_today(int schema) {
    SavedLedger saved = SavedLedger.unpacked(schema, home);
    Caller caller = saved.caller();

    JsonNode runs = Json.tree(caller.call("runs", "--json").printed());

    assertThat(runs.findValuesAsText("state"))
        .contains("succeeded", "blocked", "failed", "running", "waiting");
    for (JsonNode run : runs) {
      Answer shown = caller.call("show", run.path("id").asText(), "--json");
      assertThat(Schemas.problems("run", shown.printed())).isEmpty();
      assertThat(caller.call("logs", run.path("id").asText()).status()).isZero();
    }
  }

  @ParameterizedTest(name = "schema {0}")
  @MethodSource("drover.upkeep.SavedLedger#schemas")
  void nothing_contradicts_itself_but_that_one_was_killed(int schema) {
    SavedLedger saved = SavedLedger.unpacked(schema, home);

    JsonNode report = Json.tree(saved.caller().call("ledger", "check", "--json").printed());

    assertThat(report.path("findings"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.path("flaw").asText()).isEqualTo("abandoned"))
        .satisfies(
            finding ->
                assertThat(finding.path("run").asText()).isEqualTo(saved.in("running").getFirst()));
  }

  @ParameterizedTest(name = "schema {0}")
  @MethodSource("drover.upkeep.SavedLedger#schemas")
  void a_backup_is_the_older_versions_as_it_was(int schema) throws SQLException {
    SavedLedger saved = SavedLedger.unpacked(schema, home);

    assertThat(saved.caller().call("ledger", "backup", home.resolve("b.db").toString()).status())
        .isZero();

    assertThat(versionOf(saved)).isEqualTo(schema);
  }

  @Test
  void tables_do_not_change_while_a_process_of_an_older_version_works_on_them()
      throws SQLException {
    SavedLedger saved = SavedLedger.unpacked(1, home);
    ProcessIdentity alive = ProcessIdentity.ofThisProcess();
    register(saved, alive, System.currentTimeMillis());

    assertThatThrownBy(() -> Ledger.open(saved.data()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(
            "process %d on %s works on this ledger with an older Drover (schema 1, this program needs %d): stop it first"
                .formatted(alive.pid(), alive.host(), Ledger.SCHEMA));
    assertThat(versionOf(saved)).isEqualTo(1);
  }

  @Test
  void a_process_that_is_gone_keeps_nobody_waiting() throws SQLException {
    SavedLedger saved = SavedLedger.unpacked(1, home);
    ProcessIdentity here = ProcessIdentity.ofThisProcess();
    long now = System.currentTimeMillis();
    register(saved, new ProcessIdentity(here.host(), here.bootId(), here.pid(), 12345), now);
    register(saved, new ProcessIdentity("elsewhere", "b", 7, 7), now - 61_000);

    Ledger.open(saved.data()).close();

    assertThat(versionOf(saved)).isEqualTo(Ledger.SCHEMA);
  }

  private static void register(SavedLedger saved, ProcessIdentity process, long heartbeat)
      throws SQLException {
    try (Connection connection = saved.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into instances(id, host, boot_id, pid, pid_started, heartbeat_at)"
                    + " values (?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, "i" + process.host() + process.startedAt());
      insert.setString(2, process.host());
      insert.setString(3, process.bootId());
      insert.setLong(4, process.pid());
      insert.setLong(5, process.startedAt());
      insert.setLong(6, heartbeat);
      insert.executeUpdate();
    }
  }

  private static int versionOf(SavedLedger saved) throws SQLException {
    try (Connection connection = saved.connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("select max(cast(version as integer)) from flyway_schema_history")) {
      return rows.getInt(1);
    }
  }
}
