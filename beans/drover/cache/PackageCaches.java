package drover.cache;

import drover.config.CacheSettings;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.machine.OwnFiles;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
import drover.sandbox.Mount;
import drover.workspace.NothingKept;
import drover.workspace.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows the sandboxes of runs the caches of their repository. What an agent uses and what the
 * checks of its work use are two: a turn cannot prepare what judges it.
 */
public final class PackageCaches {
  /** In the data directory, where every repository has one of its own. */
  static final String DIRECTORY = "caches";

  /** Where programs in a sandbox see them. */
  static final String INSIDE = "/caches";

  private final CacheSettings settings;
  private final NothingKept nothingKept;
  private final Ledger ledger;
  private final Clock clock;
  private final Path root;

  public PackageCaches(
      CacheSettings settings,
      NothingKept nothingKept,
      Ledger ledger,
      Clock clock,
      Path dataDirectory) {
    this.settings = settings;
    this.nothingKept = nothingKept;
    this.ledger = ledger;
    this.clock = clock;
    this.root = dataDirectory.resolve(DIRECTORY);
  }

  /** Who shares one. */
  public enum Use {
    TURNS,
    CHECKS;

    private String directory() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same place with the caches in it, where the run's job keeps any. */
  public Enclosure in(RunExecution run, Use use, Enclosure enclosure) {
    if (!settings.jobs().contains(run.task().job())) {
      return enclosure;
    }
    return repositoryOf(run)
        .filter(repository -> !nothingKept.of(repository))
        .map(
            repository ->
                showing(enclosure, root.resolve(RepositoryName.asFileName(repository)), use))
        .orElse(enclosure);
  }

  private Optional<String> repositoryOf(RunExecution run) {
    return ledger.read().runs().find(run.id()).flatMap(RunRecord::repo);
  }

  private Enclosure showing(Enclosure enclosure, Path caches, Use use) {
    Path directory = caches.resolve(use.directory());
    try {
      OwnFiles.closeDirectory(root);
      Files.createDirectories(directory);
      Files.setLastModifiedTime(caches, FileTime.from(clock.now())); // used now, see IdleCaches
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
    return enclosure
        .showing(List.of(Mount.writable(directory, INSIDE)))
        .telling(settings.variablesFor(INSIDE));
  }
}
