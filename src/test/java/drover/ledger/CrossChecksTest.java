package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks after a ledger speaks the language of both stores. */
class CrossChecksTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_contradicts_itself_is_found_in_either_store(Store store) {
    try (Ledger ledger = store.open(directory)) {
      Claim claim = Sample.claimed(ledger, "r1", "nobody");
      assertThat(ledger.read().crossChecks().all()).isEmpty();
      ledger.write(
          tables -> {
            tables.steps().begin(claim, 1, "workspace", 1, Sample.NOON);
            tables.runs().end("r1", RunState.FAILED, "failed", "why", Sample.NOON);
            return claim;
          });

      assertThat(ledger.read().crossChecks().all())
          .extracting(Inconsistency::flaw)
          .containsExactly(Flaw.OPEN_STEP);
      assertThat(ledger.read().crossChecks().tasks()).containsOnlyKeys("r1");
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_run_that_is_over_is_told_of_and_forgotten_in_either_store(Store store) {
    try (Ledger ledger = store.open(directory)) {
      Claim claim = Sample.claimed(ledger, "r1", "nobody");
      assertThat(ledger.read().endedRuns().all()).isEmpty();
      ledger.write(
          tables -> {
            tables.events().append("r1", EventType.NOTICE, "{}", Sample.NOON);
            tables.runs().end("r1", RunState.SUCCEEDED, "delivered", "why", Sample.NOON);
            return claim;
          });
      EndedRun run = ledger.read().endedRuns().all().getFirst();

      ledger.write(
          tables -> {
            tables.tidied().announce("r1", "home", Sample.NOON);
            tables.tidied().remove("r1", "home", Sample.NOON.plus(Duration.ofDays(1)));
            return run;
          });
      assertThat(ledger.read().tidied().ofRun("r1"))
          .singleElement()
          .satisfies(row -> assertThat(row.announcedAt()).isEqualTo(Sample.NOON))
          .satisfies(row -> assertThat(row.removedAt()).isPresent());

      ledger.write(
          tables -> {
            tables.endedRuns().unchanged(run).ifPresent(tables.endedRuns()::forget);
            return run;
          });
      assertThat(ledger.read().runs().count()).isZero();
      assertThat(ledger.read().tidied().all()).isEmpty();
    }
  }

  /** A table that is added and refers to runs must be named, or no run can be forgotten. */
  @Test
  void every_table_that_refers_to_runs_goes_with_its_run() throws SQLException {
    Ledger.open(directory).close();
    List<String> referring = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    """
                    select m.name from sqlite_master m join pragma_foreign_key_list(m.name) f
                    where m.type = 'table' and f."table" = 'runs'
                    """)) {
      while (rows.next()) {
        referring.add(rows.getString(1));
      }
    }
    assertThat(EndedRunsTable.OF_A_RUN).containsAll(referring);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_run_that_began_again_is_not_the_one_that_was_seen(Store store) {
    try (Ledger ledger = store.open(directory)) {
      Sample.claimed(ledger, "r1", "nobody");
      ledger.write(
          tables -> {
            tables.runs().end("r1", RunState.FAILED, "failed", "why", Sample.NOON);
            return tables;
          });
      EndedRun seen = ledger.read().endedRuns().all().getFirst();
      ledger.write(
          tables -> {
            tables.runs().startAttempt("r1", 2);
            tables.runs().end("r1", RunState.FAILED, "failed", "why", Sample.NOON);
            return tables;
          });

      assertThat(ledger.<Boolean>write(t -> t.endedRuns().unchanged(seen).isPresent())).isFalse();
    }
  }
}
