package drover.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The file beside a warm clone that is locked while somebody changes the clone, and whose time says
 * when a run fetched into it last.
 */
record CloneGuard(Path directory) {
  static final String CLONE = ".git";

  private Path file() {
    String name = directory.getFileName().toString();
    return directory.resolveSibling(name.substring(0, name.length() - CLONE.length()) + ".lock");
  }

  /** Does it, unless somebody uses the clone just now. */
  void whenFree(Runnable work) {
    try (FileChannel channel =
            FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        work.run();
      }
    } catch (OverlappingFileLockException e) {
      return; // a run of this process fetches just now
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file(), e);
    }
  }

  boolean wasUsedSince(Instant instant) {
    return !lastUse().isBefore(instant);
  }

  /** Without a guard, when anything in it was made last. */
  Instant lastUse() {
    if (Files.exists(file())) {
      return timeOf(file());
    }
    return Stream.of(directory, directory.resolve("objects"), directory.resolve("refs"))
        .filter(Files::exists)
        .map(CloneGuard::timeOf)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private static Instant timeOf(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + path, e);
    }
  }
}
