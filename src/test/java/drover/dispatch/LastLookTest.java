package drover.dispatch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.Configuration;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunRecord;
import drover.ledger.Store;
import drover.run.NotRunnable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers came through the gates at the same time: the ledger lets one of them begin. */
@Timeout(60)
class LastLookTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path directory;
  private Ledger shared;

  @BeforeEach
  void open() {
    shared = Ledger.open(Store.POSTGRES.at(directory));
  }

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void a_job_with_a_limit_begins_no_run_beyond_it() throws IOException {
    begun(shared, "first", "webhook", "one");

    assertThatThrownBy(() -> look(shared, "concurrency: 1", "second", "webhook", "two"))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("1 runs of the job publisher have begun meanwhile");
    assertThatCode(() -> look(shared, "concurrency: 2", "third", "webhook", "two"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_job_that_is_serial_in_a_repository_begins_one_run_there() {
    begun(shared, "first", "webhook", "one");

    assertThatThrownBy(
            () -> look(shared, "serial-per-repository: true", "second", "webhook", "one"))
        .isInstanceOf(NotRunnable.class)
        .hasMessage("run first of the same job has begun in one meanwhile");
    assertThatCode(() -> look(shared, "serial-per-repository: true", "third", "webhook", "two"))
        .doesNotThrowAnyException();
  }

  @Test
  void a_run_that_a_person_waits_for_is_begun_all_the_same() {
    begun(shared, "first", "webhook", "one");

    assertThatCode(() -> look(shared, "concurrency: 1", "mine", "cli", "one"))
        .doesNotThrowAnyException();
  }

  @Test
  void where_one_server_has_the_ledger_for_itself_its_gates_are_enough() {
    try (Ledger own = Ledger.open(directory.resolve("own"))) {
      begun(own, "first", "webhook", "one");

      assertThatCode(() -> look(own, "concurrency: 1", "second", "webhook", "one"))
          .doesNotThrowAnyException();
    }
  }

  private void look(Ledger ledger, String rule, String id, String source, String repository)
      throws IOException {
    Path file = directory.resolve(id + ".yaml");
    Files.writeString(file, "drover:\n  jobs:\n    publisher:\n      " + rule + "\n");
    LastLook lastLook =
        new LastLook(Configuration.load(Optional.of(file), Map.of()).settings(), ledger);
    queued(ledger, id, source, repository);
    ledger.write(
        tables -> {
          lastLook.check(tables, tables.runs().find(id).orElseThrow());
          return id;
        });
  }

  private static void begun(Ledger ledger, String id, String source, String repository) {
    queued(ledger, id, source, repository);
    ledger.write(
        tables -> {
          RunRecord run = tables.runs().find(id).orElseThrow();
          return tables.runs().claim(run, "other", NOON).orElseThrow();
        });
  }

  private static void queued(Ledger ledger, String id, String source, String repository) {
    NewRun run =
        new NewRun(
            id,
            source,
            "key of " + id,
            "digest",
            "{}",
            "publisher",
            Optional.of(repository),
            "rehearsal",
            "claude",
            0,
            NOON);
    ledger.write(
        tables -> {
          tables.runs().insert(run);
          return id;
        });
  }
}
