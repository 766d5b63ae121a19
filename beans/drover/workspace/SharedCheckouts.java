package drover.workspace;

import drover.ledger.Ledger;
import drover.machine.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Checkouts that runs read side by side, {@code shared/<repository>/<commit>} of the data
 * directory. Sandboxes show them read-only, so that nobody can change what another reads.
 */
final class SharedCheckouts {
  private static final String MAKING = ".making-";
  private static final String LEAVING = ".leaving-";

  private final Ledger ledger;
  private final Path directory;

  SharedCheckouts(Ledger ledger, Path dataDirectory) {
    this.ledger = ledger;
    this.directory = dataDirectory.resolve("shared");
  }

  /** Where the checkout of a commit is, or will be. */
  Path placeOf(String repository, String sha) {
    CRC32C sum = new CRC32C();
    sum.update(repository.getBytes(StandardCharsets.UTF_8));
    String name = repository.replaceAll("^.*[/\\\\](?=.)|[^A-Za-z0-9._-]", "");
    return directory
        .resolve(name + "-" + HexFormat.of().toHexDigits((int) sum.getValue()))
        .resolve(sha);
  }

  boolean holds(Path place) {
    return place.startsWith(directory);
  }

  /** Makes the checkout unless it is there; two runs may come at once, and one of theirs stays. */
  void lay(Path place, CleanRepository repository, StartingPoint start) {
    if (Files.isDirectory(place)) {
      return;
    }
    try {
      OwnFiles.closeDirectory(directory);
      Path commits = besides(place);
      OwnFiles.closeDirectory(commits);
      Path draft = Files.createTempDirectory(commits, MAKING);
      Path tree = draft.resolve("tree");
      repository.checkOutToShare(start.sha(), tree, start.source());
      repository.nameBase(tree, start.base(), start.sha());
      moveUnlessThere(tree, place);
      FileTree.delete(draft);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + place, e);
    }
  }

  /** Removes what stands beside this checkout and is read by no run that has not ended. */
  void prune(Path place) {
    for (Path old : others(place)) {
      Path leaving = old.resolveSibling(LEAVING + old.getFileName());
      boolean isGone =
          ledger.write(
              tables -> { // whoever wants it writes that down before looking whether it is there
                boolean isFree = !tables.openRuns().workIn(old.toString());
                return isFree && takeAway(old, leaving);
              });
      if (isGone) {
        FileTree.delete(leaving);
      }
    }
  }

  private static boolean takeAway(Path old, Path leaving) {
    try {
      Files.move(old, leaving, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false; // another process was faster
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + old, e);
    }
  }

  private static List<Path> others(Path place) {
    try (Stream<Path> all = Files.list(besides(place))) {
      return all.filter(path -> !path.equals(place))
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look beside " + place, e);
    }
  }

  private static void moveUnlessThere(Path tree, Path place) throws IOException {
    try {
      Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) { // which one it is depends on the file system
      if (!Files.isDirectory(place)) {
        throw e;
      }
    }
  }

  /** The directory of all checkouts of its repository. */
  private static Path besides(Path place) {
    return place.resolveSibling("");
  }
}
