package drover.workspace;

import drover.config.RetentionSettings;
import drover.machine.Clock;
import drover.machine.DiskUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warm clones that go: nobody used them for long, all of them take too much, or nothing is to be
 * kept of their repository. One that a workspace borrows objects from stays.
 */
public final class IdleClones {
  private static final Logger LOG = LoggerFactory.getLogger(IdleClones.class);
  private static final String LEAVING = ".leaving-";

  /** A run that has fetched lays its workspace well before that. */
  private static final Duration REST = Duration.ofHours(1);

  private final RetentionSettings settings;
  private final NothingKept nothingKept;
  private final WarmCloneList clones;
  private final Clock clock;

  public IdleClones(RetentionSettings settings, Git git, Clock clock, Path dataDirectory) {
    this.settings = settings;
    this.nothingKept = new NothingKept(settings.keepNothingOf());
    this.clones = new WarmCloneList(git, dataDirectory);
    this.clock = clock;
  }

  /** Those that go, the one that was not used for longest first; nothing is lost with them. */
  public List<Path> all() {
    clones.files(LEAVING).forEach(FileTree::delete); // of one that was killed
    List<Path> idle = new ArrayList<>(clones.all());
    Set<Path> borrowed = clones.borrowed();
    idle.removeIf(clone -> isNeeded(clone, borrowed));
    idle.sort(Comparator.comparing(clone -> new CloneGuard(clone).lastUse()));
    List<Path> going = new ArrayList<>();
    long tooMuch = settings.mostCloneBytes().map(most -> clones.bytes() - most).orElse(0L);
    for (Path clone : idle) {
      if (tooMuch > 0 || isOld(clone) || nothingKept.of(clones.urlOf(clone))) {
        going.add(clone);
        tooMuch -= DiskUse.of(clone);
      }
    }
    return going;
  }

  /** Removes one, unless somebody uses it by now; it is cloned again when it is needed. */
  public void remove(@Body Path clone) {
    Path leaving = clone.resolveSibling(LEAVING + UUID.randomUUID());
    new CloneGuard(clone)
        .whenFree(
            () -> {
              if (!isNeeded(clone, clones.borrowed())) {
                move(clone, leaving);
              }
            });
    if (Files.exists(leaving)) {
      FileTree.delete(leaving);
      LOG.info("{} was removed: it is old, or too much is kept, and nobody needs it", clone);
    }
  }

  private static void move(Path clone, Path leaving) {
    try {
      Files.move(clone, leaving, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + clone, e);
    }
  }

  private boolean isNeeded(Path clone, Set<Path> borrowed) {
    return borrowed.contains(clone.resolve("objects").normalize())
        || new CloneGuard(clone).wasUsedSince(clock.now().minus(REST));
  }

  private boolean isOld(Path clone) {
    Optional<Instant> before =
        RetentionSettings.age(settings.cloneDays()).map(age -> clock.now().minus(age));
    return before.filter(instant -> !new CloneGuard(clone).wasUsedSince(instant)).isPresent();
  }
}
