package drover.guard;

import drover.shell.Marks;
import drover.shell.Paths;
import java.nio.file.Path;
import java.util.List;

/**
 * Directories as the agent sees them.
 *
 * @param workspace the repository it works in
 * @param home its own home directory
 */
public record Places(Path workspace, Path home) {
  private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp", "/dev/shm");

  /** Where a path leads, as far as deleting is concerned. */
  enum Region {
    INSIDE,
    ROOT_OF_INSIDE,
    OUTSIDE,
    UNKNOWN
  }

  /**
   * @param path absolute and normalized, with patterns and marks
   */
  Region regionOf(String path) {
    if (Marks.startsUnknown(path)) {
      return Region.UNKNOWN;
    }
    if (path.equals(workspace.toString()) || isWhole(path, home.toString())) {
      return Region.ROOT_OF_INSIDE;
    }
    boolean inside =
        isBelow(path, workspace.toString())
            || isBelow(path, home.toString())
            || TEMPORARY.stream().anyMatch(place -> isBelow(path, place));
    return inside ? Region.INSIDE : Region.OUTSIDE;
  }

  boolean isInWorkspace(String path) {
    return path.equals(workspace.toString()) || isBelow(path, workspace.toString());
  }

  boolean isTemporary(String path) {
    return TEMPORARY.stream().anyMatch(place -> isBelow(path, place))
        && !isBelow(path, home.toString());
  }

  /** A directory, or all that is in it. */
  private static boolean isWhole(String path, String directory) {
    return path.equals(directory)
        || path.equals(directory + "/*")
        || path.equals(directory + "/.*")
        || path.equals(Paths.resolve(directory, ".[!.]*"));
  }

  private static boolean isBelow(String path, String directory) {
    return path.startsWith(directory + "/");
  }
}
