package drover.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Temporary files of this process, in a directory whose name says whose they are: what a process
 * that was killed has left is removed by the next one. Holds files only.
 */
public final class Scratch implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)-.*");

  private final Path directory;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /**
   * @param parent directory of such directories, made where it is missing; of one machine
   * @throws UncheckedIOException when it cannot be written to
   */
  public static Scratch in(Path parent) {
    ProcessIdentity self = ProcessIdentity.ofThisProcess();
    try {
      OwnFiles.closeDirectory(parent);
      removeLeftBehind(parent, self);
      String name = self.pid() + "-" + self.startedAt() + "-";
      return new Scratch(Files.createTempDirectory(parent, name));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "temporary files cannot be made in " + parent + ": make it writable", e);
    }
  }

  /** A new empty file that only this user can read. */
  Path file(String prefix) throws IOException {
    return Files.createTempFile(directory, prefix, "");
  }

  @Override
  public void close() {
    try {
      remove(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files are left in " + directory, e);
    }
  }

  private static void removeLeftBehind(Path parent, ProcessIdentity self) throws IOException {
    for (Path entry : list(parent)) {
      Matcher name = NAME.matcher(entry.getFileName().toString());
      if (name.matches() && isGone(name, self)) {
        remove(entry);
      }
    }
  }

  private static boolean isGone(Matcher name, ProcessIdentity self) {
    long pid = Long.parseLong(name.group(1));
    long startedAt = Long.parseLong(name.group(2));
    return new ProcessIdentity(self.host(), self.bootId(), pid, startedAt).isGoneFromThisHost();
  }

  /** Another process may be removing the same. */
  private static void remove(Path directory) throws IOException {
    for (Path file : list(directory)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(directory);
  }

  private static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
