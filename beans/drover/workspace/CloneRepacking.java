package drover.workspace;

import drover.machine.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps warm clones small and quick: every fetch adds a pack, and branches that are gone leave
 * objects behind.
 */
public final class CloneRepacking {
  private static final Logger LOG = LoggerFactory.getLogger(CloneRepacking.class);
  private static final Duration REST = Duration.ofHours(1);

  /** Git looks through all of them for each object. */
  private static final int MOST_PACKS = 20;

  private final Git git;
  private final WarmCloneList clones;
  private final Clock clock;

  public CloneRepacking(Git git, Clock clock, Path dataDirectory) {
    this.git = git;
    this.clones = new WarmCloneList(git, dataDirectory);
    this.clock = clock;
  }

  /** Those that every fetch has left more of in than is good. */
  public List<Path> all() {
    return clones.all().stream().filter(clone -> clones.packsOf(clone) > MOST_PACKS).toList();
  }

  /**
   * Makes one pack of many. What no branch holds any more goes only where no workspace borrows it,
   * or may be about to.
   */
  public void repack(@Body Path clone) {
    new CloneGuard(clone)
        .whenFree(
            () -> {
              String unreachable = isBorrowed(clone) ? "never" : "2.weeks.ago";
              git.run(clone, "gc", "--quiet", "--prune=" + unreachable);
              LOG.info("{} was packed anew", clone);
            });
  }

  private boolean isBorrowed(Path clone) {
    return clones.borrowed().contains(clone.resolve("objects").normalize())
        || new CloneGuard(clone).wasUsedSince(clock.now().minus(REST));
  }
}
