package drover.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens, no credential is found where others may read it. */
@Timeout(180)
class LeakTest {
  /**
   * Written by the agent itself, in its own directories and through its own streams, and what was
   * checked out of its commits: the one exception, and private. See {@code docs/decisions}.
   */
  private static final Pattern WRITTEN_BY_AGENTS =
      Pattern.compile(
          "runs/[^/]+/(turns/[^/]+\\.(jsonl|stderr)|(home|review-home|workspace|verify|review)/.*)",
          Pattern.DOTALL);

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  @TempDir private static Path home;
  private static LeakyLife life;

  @BeforeAll
  static void live() throws Exception {
    life = LeakyLife.lived(home.toRealPath());
  }

  @Test
  void the_runs_went_every_way_that_a_run_can_go() {
    assertThat(life.states().values()).contains("succeeded", "failed", "cancelled");
  }

  @Test
  void who_writes_a_credential_into_a_message_or_a_name_is_blocked() {
    assertThat(life.inState("blocked")).hasSize(2);
  }

  /** Otherwise the rest of this class would prove nothing. */
  @Test
  void every_agent_said_every_credential_in_every_form() throws IOException {
    Search known = new Search(life.planted.known());
    List<String> found = new ArrayList<>();
    for (Path output : life.rawOutputs()) {
      if (output.toString().endsWith(".stderr")) {
        found.addAll(known.in("it", Files.readString(output)));
      }
    }
    assertThat(found.stream().distinct())
        .hasSizeGreaterThanOrEqualTo(life.planted.known().size() * 8);
  }

  @Test
  void nothing_that_is_printed_holds_a_credential() {
    List<String> found = new ArrayList<>();
    life.printed().forEach((command, text) -> found.addAll(life.search().in(command, text)));
    assertThat(found).isEmpty();
  }

  @Test
  void no_column_of_the_ledger_holds_a_credential() throws Exception {
    List<String> found = new ArrayList<>();
    LedgerColumns.of(life.data.resolve("ledger.db"))
        .forEach((column, values) -> found.addAll(life.search().in(column, values)));
    assertThat(found).isEmpty();
  }

  @Test
  void no_file_of_the_factory_holds_a_credential() {
    assertThat(life.search().inFiles(life.data, WRITTEN_BY_AGENTS.asMatchPredicate())).isEmpty();
  }

  @Test
  void no_branch_that_was_delivered_holds_a_credential() throws IOException {
    for (Path repository : life.repositories) {
      String everything =
          LeakyLife.git(repository, "log", "--branches=agent/*", "--format=fuller", "-p", "--raw");
      assertThat(life.search().in(repository + "", everything)).isEmpty();
    }
  }

  /** Also where nothing refers to it any more. */
  @Test
  void no_object_of_a_repository_holds_a_credential() throws IOException {
    for (Path repository : life.repositories) {
      String objects =
          LeakyLife.git(repository, "cat-file", "--batch-all-objects", "--batch", "--unordered");
      assertThat(life.search().in(repository + "", objects)).isEmpty();
    }
  }

  @Test
  void nobody_else_can_read_what_the_factory_keeps() throws IOException {
    try (Stream<Path> files = Files.walk(life.data)) {
      assertThat(files.filter(file -> !file.equals(life.data)).filter(LeakTest::isReachable))
          .isEmpty();
    }
    assertThat(Files.getPosixFilePermissions(life.data.resolve("ledger.db")))
        .doesNotContainAnyElementsOf(OTHERS);
  }

  /**
   * For others, through every directory above it up to the data directory, which its owner made.
   */
  private static boolean isReachable(Path file) {
    if (Files.isSymbolicLink(file)) {
      return false;
    }
    for (Path each = file; each.startsWith(life.data); each = each.getParent()) {
      if (!isOpen(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOpen(Path file) {
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
          .anyMatch(OTHERS::contains);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
