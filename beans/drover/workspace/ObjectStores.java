package drover.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories of objects that the working trees of a run borrow from, its own clean repository
 * first: what git needs to read there, and all it may read outside.
 */
public final class ObjectStores {
  private ObjectStores() {}

  public static List<Path> behind(Path runDirectory) {
    return of(runDirectory.resolve("clean.git"));
  }

  /** The same of any repository, by its directory {@code .git}; its own first. */
  static List<Path> of(Path repository) {
    Set<Path> found = new LinkedHashSet<>();
    collect(repository.resolve("objects"), found);
    return new ArrayList<>(found);
  }

  private static void collect(Path objects, Set<Path> found) {
    if (!Files.isDirectory(objects) || !found.add(objects)) {
      return;
    }
    Path alternates = objects.resolve("info/alternates");
    if (!Files.isRegularFile(alternates)) {
      return;
    }
    try {
      Files.readAllLines(alternates).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> collect(objects.resolve(line).normalize(), found));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + alternates, e);
    }
  }
}
