package drover.cache;

import drover.config.CacheSettings;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.machine.DiskUse;
import drover.workspace.FileTree;
import drover.workspace.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches that nobody has used for long, or that have grown too large. Those of a repository in
 * which a run has not ended stay: a build may be reading them.
 */
public final class IdleCaches {
  private static final Logger LOG = LoggerFactory.getLogger(IdleCaches.class);
  private static final String LEAVING = ".leaving-";

  private final CacheSettings settings;
  private final Optional<Duration> age;
  private final Ledger ledger;
  private final Clock clock;
  private final Path root;

  /**
   * @param age empty: none is ever too old
   */
  public IdleCaches(
      CacheSettings settings,
      Optional<Duration> age,
      Ledger ledger,
      Clock clock,
      Path dataDirectory) {
    this.settings = settings;
    this.age = age;
    this.ledger = ledger;
    this.clock = clock;
    this.root = dataDirectory.resolve(PackageCaches.DIRECTORY);
  }

  /** Those that go; nothing is lost with one, it is filled again by the next build. */
  public List<Path> all() {
    Set<String> inUse = inUse(ledger.read());
    List<Path> found = list();
    found.stream()
        .filter(IdleCaches::isLeaving)
        .forEach(FileTree::delete); // of one that was killed
    return found.stream()
        .filter(path -> !isLeaving(path) && !inUse.contains(nameOf(path)))
        .filter(path -> isOld(path) || isTooLarge(path))
        .toList();
  }

  /** Removes those of one repository, unless a run has come that may use them. */
  public void remove(@Body Path caches) {
    Path leaving = root.resolve(LEAVING + UUID.randomUUID());
    boolean isGone =
        ledger.write( // a run is written down before it looks for its caches
            tables -> !inUse(tables).contains(nameOf(caches)) && takeAway(caches, leaving));
    if (isGone) {
      FileTree.delete(leaving);
      LOG.info("{} was removed: it was old or too large, and no run needs it", caches);
    }
  }

  private static boolean takeAway(Path caches, Path leaving) {
    try {
      Files.move(caches, leaving, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + caches, e);
    }
  }

  private static Set<String> inUse(Tables tables) {
    return tables.openRuns().all().stream()
        .map(OpenRun::repository)
        .flatMap(Optional::stream)
        .map(RepositoryName::asFileName)
        .collect(Collectors.toSet());
  }

  private boolean isOld(Path path) {
    try {
      var used = Files.getLastModifiedTime(path).toInstant();
      return age.filter(longest -> used.plus(longest).isBefore(clock.now())).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + path, e);
    }
  }

  private boolean isTooLarge(Path path) {
    return settings.mostBytes().filter(most -> DiskUse.of(path) > most).isPresent();
  }

  private static boolean isLeaving(Path path) {
    return nameOf(path).startsWith(LEAVING);
  }

  private static String nameOf(Path path) {
    return path.getFileName().toString();
  }

  private List<Path> list() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + root, e);
    }
  }
}
