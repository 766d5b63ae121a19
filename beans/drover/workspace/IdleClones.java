package drover.workspace;

import drover.machine.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warm clones that nobody has used for long, and that no workspace borrows objects from. */
public final class IdleClones {
  private static final Logger LOG = LoggerFactory.getLogger(IdleClones.class);
  private static final String LEAVING = ".leaving-";
  private static final String CLONE = ".git";

  private final Optional<Duration> age;
  private final Clock clock;
  private final Path dataDirectory;

  /**
   * @param age empty: none is ever too old
   */
  public IdleClones(Optional<Duration> age, Clock clock, Path dataDirectory) {
    this.age = age;
    this.clock = clock;
    this.dataDirectory = dataDirectory;
  }

  /** Those that go; nothing is lost with one, it is cloned again when it is needed. */
  public List<Path> all() {
    Path repos = dataDirectory.resolve("repos");
    list(repos).stream()
        .filter(path -> path.getFileName().toString().startsWith(LEAVING))
        .forEach(FileTree::delete); // of one that was killed
    if (age.isEmpty()) {
      return List.of();
    }
    Instant before = clock.now().minus(age.get());
    Set<Path> borrowed = borrowed();
    return list(repos).stream()
        .filter(path -> path.getFileName().toString().endsWith(CLONE))
        .filter(clone -> isIdle(clone, before, borrowed))
        .toList();
  }

  /** Removes one, unless somebody uses it by now. */
  public void remove(@Body Path clone) {
    Path leaving = clone.resolveSibling(LEAVING + UUID.randomUUID());
    try (FileChannel channel =
            FileChannel.open(guardOf(clone), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      Instant before = clock.now().minus(age.orElseThrow());
      if (lock == null || !isIdle(clone, before, borrowed())) {
        return;
      }
      Files.move(clone, leaving, StandardCopyOption.ATOMIC_MOVE);
    } catch (OverlappingFileLockException e) { // a run of this process fetches just now
      LOG.info("{} is used again", clone);
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + clone, e);
    }
    FileTree.delete(leaving);
    LOG.info("{} was removed: nobody used it for {} days", clone, age.orElseThrow().toDays());
  }

  private static boolean isIdle(Path clone, Instant before, Set<Path> borrowed) {
    return !borrowed.contains(clone.resolve("objects").normalize())
        && Stream.of(guardOf(clone), clone, clone.resolve("objects"), clone.resolve("refs"))
            .allMatch(path -> isOlder(path, before));
  }

  private static boolean isOlder(Path path, Instant before) {
    try {
      return !Files.exists(path) || Files.getLastModifiedTime(path).toInstant().isBefore(before);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + path, e);
    }
  }

  private static Path guardOf(Path clone) {
    String name = clone.getFileName().toString();
    return clone.resolveSibling(name.substring(0, name.length() - CLONE.length()) + ".lock");
  }

  /** Objects that what is kept of runs, and what runs share, is made of. */
  private Set<Path> borrowed() {
    Set<Path> borrowed = new HashSet<>();
    for (Path run : list(dataDirectory.resolve("runs"))) {
      borrowed.addAll(ObjectStores.behind(run));
      borrowed.addAll(ObjectStores.of(run.resolve("workspace/.git")));
    }
    for (Path repository : list(dataDirectory.resolve("shared"))) {
      for (Path checkout : list(repository)) {
        borrowed.addAll(ObjectStores.of(checkout.resolve(".git")));
      }
    }
    return borrowed;
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + directory, e);
    }
  }
}
