package drover.workspace;

import drover.machine.DiskUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The warm clones of a data directory, and who borrows from them. */
final class WarmCloneList {
  private final Git git;
  private final Path dataDirectory;

  WarmCloneList(Git git, Path dataDirectory) {
    this.git = git;
    this.dataDirectory = dataDirectory;
  }

  List<Path> all() {
    return list(repos()).stream()
        .filter(path -> nameOf(path).endsWith(CloneGuard.CLONE) && !nameOf(path).startsWith("."))
        .toList();
  }

  /** What is beside the clones under a name that begins so. */
  List<Path> files(String prefix) {
    return list(repos()).stream().filter(path -> nameOf(path).startsWith(prefix)).toList();
  }

  long bytes() {
    return DiskUse.of(repos());
  }

  /** Where it was cloned from. */
  String urlOf(Path clone) {
    return git.run(clone, "config", "--get", "remote.origin.url").trim();
  }

  long packsOf(Path clone) {
    return list(clone.resolve("objects/pack")).stream()
        .filter(path -> nameOf(path).endsWith(".pack"))
        .count();
  }

  /** Directories of objects that what is kept of runs, and what runs share, is made of. */
  Set<Path> borrowed() {
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

  private Path repos() {
    return dataDirectory.resolve("repos");
  }

  private static String nameOf(Path path) {
    return path.getFileName().toString();
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
