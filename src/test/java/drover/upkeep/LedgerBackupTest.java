package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunState;
import drover.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ledger backup}: a copy from which one can go on. */
class LedgerBackupTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path home;
  private Caller caller;

  @BeforeEach
  void callHere() {
    caller = Caller.at(home);
  }

  @Test
  void a_copy_made_while_others_write_is_whole_and_holds_all_that_was_committed_before() {
    AtomicBoolean enough = new AtomicBoolean();
    try (Ledger ledger = Ledger.open(caller.dataDirectory())) {
      insert(ledger, "before");
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; !enough.get(); n++) {
                  insert(ledger, "during" + n);
                }
              });
      for (int copy = 0; copy < 5; copy++) {
        Path file = home.resolve("copy" + copy + ".db");
        assertThat(backup(file).status()).isZero();
        Caller restored = restoredAt("restored" + copy, file);
        assertThat(Ledger.damages(restored.dataDirectory())).isEmpty();
        try (Ledger read = Ledger.open(restored.dataDirectory())) {
          assertThat(read.read().runs().find("before")).isPresent();
        }
      }
      enough.set(true);
      writer.join();
    }
  }

  @Test
  void a_run_that_was_in_flight_goes_on_from_a_restored_copy_with_the_files_of_its_runs()
      throws Exception {
    Caller faulty = caller.with("DROVER_REHEARSAL_MISBEHAVE", "break-build-forever");
    String failed =
        Json.tree(faulty.call("run", "publisher", "About tea", "--rehearse", "--json").printed())
            .path("id")
            .asText();
    Path copy = home.resolve("copy.db");
    backup(copy);
    Files.delete(caller.dataDirectory().resolve("ledger.db")); // the disk has eaten it
    Files.deleteIfExists(caller.dataDirectory().resolve("ledger.db-wal"));
    Files.deleteIfExists(caller.dataDirectory().resolve("ledger.db-shm"));
    Files.copy(copy, caller.dataDirectory().resolve("ledger.db"));

    Answer again = caller.call("retry", failed, "--from", "turn", "--json");

    assertThat(Json.tree(again.printed()).path("state").asText()).isEqualTo("succeeded");
    assertThat(caller.call("ledger", "check").printed()).contains("nothing contradicts itself");
  }

  @Test
  void nobody_else_may_read_it_and_no_draft_is_left() throws IOException {
    oneRun();
    Path copy = home.resolve("copy.db");

    backup(copy);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(home).isDirectoryNotContaining("glob:**.making*");
  }

  @Test
  void without_a_file_it_goes_into_the_data_directory_and_the_answer_says_where() {
    oneRun();

    JsonNode made = Json.tree(caller.call("ledger", "backup", "--json").printed());

    assertThat(Schemas.problems("ledger-backup", made.toString())).isEmpty();
    assertThat(Path.of(made.path("file").asText()))
        .hasParent(caller.dataDirectory().resolve("backups"))
        .hasSize(made.path("bytes").asLong());
  }

  @Test
  void nothing_is_overwritten() throws IOException {
    oneRun();
    Path precious = Files.writeString(home.resolve("precious"), "mine");

    Answer refused = backup(precious);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.complaints()).contains("is there already", "name another file");
    assertThat(precious).hasContent("mine");
  }

  @Test
  void a_link_to_nowhere_is_not_followed() throws IOException {
    oneRun();
    Path link =
        Files.createSymbolicLink(home.resolve("link"), home.resolve("not-there").toAbsolutePath());

    assertThat(backup(link).complaints()).contains("is there already");
    assertThat(home.resolve("not-there")).doesNotExist();
  }

  @Test
  void what_cannot_be_done_is_refused_in_a_sentence() throws IOException {
    assertThat(backup(home.resolve("a")).complaints())
        .contains("there is no ledger in", "nothing to back up");
    assertThat(caller.dataDirectory()).doesNotExist();
    oneRun();
    assertThat(backup(home).complaints()).contains("is a directory", "name a file in it");
    assertThat(backup(home.resolve("no/such/a")).complaints()).contains("there is no directory");
  }

  @Test
  void a_ledger_in_postgresql_is_copied_by_a_command_of_its_own_which_is_told() {
    Answer refused =
        caller
            .with("DROVER_LEDGER_URL", "jdbc:postgresql://db.example:5432/drover")
            .with("DROVER_LEDGER_USER", "ada")
            .call("ledger", "backup");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.complaints())
        .contains(
            "pg_dump --format=custom --file=ledger.dump --username=ada"
                + " --dbname=postgresql://db.example:5432/drover ");
  }

  @Test
  void a_damaged_ledger_is_not_copied() throws IOException {
    try (Ledger ledger = Ledger.open(caller.dataDirectory())) {
      for (int n = 0; n < 200; n++) {
        insert(ledger, "r" + n);
      }
    }
    damage(caller.dataDirectory().resolve("ledger.db"));

    Answer refused = backup(home.resolve("copy.db"));

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.complaints()).contains("damaged").hasLineCount(1);
    assertThat(home.resolve("copy.db")).doesNotExist();
  }

  /** The second half of its pages. */
  static void damage(Path file) throws IOException {
    try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
      long half = channel.size() / 2;
      channel.write(java.nio.ByteBuffer.wrap(new byte[(int) half]), half);
    }
  }

  private Caller restoredAt(String name, Path copy) {
    Path place = home.resolve(name);
    Caller restored = Caller.at(place);
    try {
      Files.createDirectories(restored.dataDirectory());
      Files.copy(copy, restored.dataDirectory().resolve("ledger.db"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return restored;
  }

  private Answer backup(Path file) {
    return caller.call("ledger", "backup", file.toString());
  }

  private void oneRun() {
    try (Ledger ledger = Ledger.open(caller.dataDirectory())) {
      insert(ledger, "one");
      assertThat(ledger.read().runs().find("one").orElseThrow().state()).isEqualTo(RunState.QUEUED);
    }
  }

  private static void insert(Ledger ledger, String id) {
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      id,
                      "test",
                      id,
                      "digest",
                      "{}",
                      "publisher",
                      Optional.empty(),
                      "real",
                      "claude",
                      0,
                      NOON));
          return id;
        });
  }
}
