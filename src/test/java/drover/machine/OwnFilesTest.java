package drover.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {
  @TempDir private Path folder;

  @Test
  void what_is_made_is_closed_to_others_with_all_that_was_made_above_it() throws Exception {
    OwnFiles.makeDirectory(folder.resolve("a/b"));
    OwnFiles.closeFile(folder.resolve("a/b/file"));

    assertThat(permissions("a")).isEqualTo("rwx------");
    assertThat(permissions("a/b")).isEqualTo("rwx------");
    assertThat(permissions("a/b/file")).isEqualTo("rw-------");
  }

  @Test
  void what_is_there_is_closed_where_it_belongs_to_the_factory_alone() throws Exception {
    Files.createDirectories(folder.resolve("open"));
    Files.writeString(folder.resolve("open/file"), "kept");
    set("open", "rwxr-xr-x");
    set("open/file", "rw-r--r--");

    OwnFiles.closeDirectory(folder.resolve("open"));
    OwnFiles.closeFile(folder.resolve("open/file"));

    assertThat(permissions("open")).isEqualTo("rwx------");
    assertThat(permissions("open/file")).isEqualTo("rw-------");
    assertThat(folder.resolve("open/file")).hasContent("kept");
  }

  @Test
  void a_directory_that_somebody_else_made_stays_as_it_is() throws Exception {
    Files.createDirectories(folder.resolve("theirs"));
    set("theirs", "rwxr-xr-x");

    OwnFiles.makeDirectory(folder.resolve("theirs"));

    assertThat(permissions("theirs")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void what_is_closed_more_tightly_stays_so() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    set("file", "r--------");

    OwnFiles.closeFile(folder.resolve("file"));

    assertThat(permissions("file")).isEqualTo("r--------");
  }

  private void set(String name, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve(name), PosixFilePermissions.fromString(permissions));
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
