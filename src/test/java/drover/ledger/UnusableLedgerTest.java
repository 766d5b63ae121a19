package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A ledger that cannot be used says in one line why, and what to do. */
@Timeout(120)
class UnusableLedgerTest {
  @TempDir private Path directory;

  @Test
  void a_file_that_is_no_database() throws IOException {
    Files.writeString(directory.resolve("ledger.db"), "Dear diary, ".repeat(1000));
    assertThat(refusal(directory)).contains("is no SQLite file or is damaged").contains("restore");
  }

  @Test
  void a_damaged_database() throws IOException {
    Path file = directory.resolve("ledger.db");
    try (Ledger ledger = Ledger.open(directory)) {
      Sample.insert(ledger, "r1");
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x55); // the header alone is left
    Files.write(file, bytes);
    assertThat(refusal(directory)).contains("is no SQLite file or is damaged").contains("restore");
  }

  @Test
  void a_file_where_the_data_directory_should_be() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(refusal(file)).contains("cannot be made").contains("DROVER_HOME");
  }

  @Test
  void a_directory_below_a_file() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(refusal(file.resolve("home"))).contains("cannot be made").contains("DROVER_HOME");
  }

  @Test
  void a_directory_where_the_ledger_should_be() throws IOException {
    Files.createDirectory(directory.resolve("ledger.db"));
    assertThat(refusal(directory)).contains("cannot be opened").contains("DROVER_HOME");
  }

  @Test
  void a_directory_that_may_not_be_written() throws Exception {
    Mounts.readOnly(
        directory, () -> assertThat(refusal(directory)).containsAnyOf("writable", "is read-only"));
  }

  @Test
  void a_ledger_that_may_not_be_written() throws Exception {
    try (Ledger ledger = Ledger.open(directory)) {
      Sample.insert(ledger, "r1");
    }
    Mounts.readOnly(
        directory, () -> assertThat(refusal(directory)).containsAnyOf("writable", "is read-only"));
  }

  @Test
  void a_disk_that_is_full_when_the_ledger_is_made() throws Exception {
    Mounts.small(
        directory,
        () -> {
          fill(directory.resolve("ballast"));
          assertThat(refusal(directory)).contains("is full: free some space");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 72})
  void a_disk_that_fills_up_while_the_tables_are_made(int freeKilobytes) throws Exception {
    Mounts.small(
        directory,
        () -> {
          Path ballast = directory.resolve("ballast");
          fill(ballast);
          try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - freeKilobytes * 1024L);
          }
          assertThat(refusal(directory)).contains("full: free some space");
        });
  }

  @Test
  void a_disk_that_fills_up_later_loses_nothing_and_the_ledger_goes_on_when_there_is_space()
      throws Exception {
    Mounts.small(
        directory,
        () -> {
          try (Ledger ledger = Ledger.open(directory)) {
            Sample.insert(ledger, "before");
            Path ballast = directory.resolve("ballast");
            fill(ballast);
            assertThat(fullness(ledger)).contains("is full: free some space");
            Files.delete(ballast);
            Sample.insert(ledger, "after");
            assertThat(ledger.read().runs().find("before")).isPresent();
            assertThat(ledger.read().runs().find("after")).isPresent();
          }
        });
  }

  /** The same without a mount: the database itself may not grow any more. */
  @Test
  void a_database_that_cannot_grow_fails_what_did_not_fit_and_keeps_the_rest() throws Exception {
    try (Ledger ledger = Ledger.open(directory)) {
      Sample.insert(ledger, "before");
    }
    Dialect dialect = Dialect.sqlite(directory.resolve("ledger.db"));
    var connection = dialect.writer();
    JdbcClient.create(connection).sql("pragma max_page_count = 1").query(Integer.class).single();
    try (LedgerWriter writer = new LedgerWriter(connection, dialect, CommitWitness.NONE)) {
      writer.start();
      String large = "x".repeat(1_000_000);
      LedgerException full =
          catchThrowableOfType(
              LedgerException.class,
              () ->
                  writer.write(
                      tables -> {
                        tables.events().append("before", EventType.TEXT, large, Sample.NOON);
                        return large;
                      }));
      assertThat(full).hasMessageContaining("is full: free some space");
      RunState state = writer.write(tables -> tables.runs().find("before").orElseThrow().state());
      assertThat(state).isEqualTo(RunState.QUEUED);
    }
  }

  private static String refusal(Path directory) {
    LedgerException refusal =
        catchThrowableOfType(LedgerException.class, () -> Ledger.open(directory).close());
    assertThat(refusal).as("the refusal to open " + directory).isNotNull();
    assertThat(refusal.getMessage()).hasLineCount(1);
    return refusal.getMessage();
  }

  private static String fullness(Ledger ledger) {
    LedgerException full =
        catchThrowableOfType(
            LedgerException.class,
            () -> {
              for (int n = 0; n < 1000; n++) {
                Sample.insert(ledger, "r" + n);
              }
            });
    assertThat(full).isNotNull();
    return full.getMessage();
  }

  private static void fill(Path file) throws IOException {
    byte[] block = "ballast ".repeat(512).getBytes(StandardCharsets.UTF_8);
    try (var out = Files.newOutputStream(file)) {
      for (int n = 0; n < 1_000_000; n++) {
        out.write(block);
      }
      throw new AssertionError("the disk does not fill up");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
