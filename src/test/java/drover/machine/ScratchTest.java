package drover.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  private static final ProcessIdentity HERE = ProcessIdentity.ofThisProcess();

  @TempDir private Path parent;

  @Test
  void what_a_killed_process_left_is_removed_by_the_next_one() throws Exception {
    Path dead = parent.resolve(HERE.pid() + "-" + (HERE.startedAt() - 60_000) + "-x");
    Files.createDirectories(dead);
    Files.writeString(dead.resolve("command-1"), "half of an answer");

    try (Scratch scratch = Scratch.in(parent)) {
      scratch.file("command-");

      assertThat(dead).doesNotExist();
    }
  }

  @Test
  void files_of_a_process_that_lives_stay() throws Exception {
    try (Scratch mine = Scratch.in(parent)) {
      Path file = mine.file("command-");

      Scratch.in(parent).close();

      assertThat(file).exists();
    }
  }

  @Test
  void nothing_is_left_when_it_is_closed() throws Exception {
    try (Scratch scratch = Scratch.in(parent)) {
      scratch.file("command-");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void nobody_else_can_read_them() throws Exception {
    try (Scratch scratch = Scratch.in(parent)) {
      Path file = scratch.file("command-");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void a_directory_that_is_none_of_its_kind_is_left_alone() throws Exception {
    Path strange = Files.createDirectories(parent.resolve("4711-notes"));

    Scratch.in(parent).close();

    assertThat(strange).exists();
  }
}
