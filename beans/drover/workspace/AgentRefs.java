package drover.workspace;

import drover.run.RunEnded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads from the files of a workspace where its branch stands. No git command runs there: who can
 * write a repository's configuration decides what such a command executes.
 */
final class AgentRefs {
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
  private static final long LARGEST_REF_FILE = 16L * 1024 * 1024;

  private final Path gitDirectory;

  AgentRefs(Path workspace) {
    this.gitDirectory = workspace.resolve(".git");
  }

  /**
   * @return the commit, or empty when the agent deleted the branch
   * @throws RunEnded when the repository is not the one that was made for the run any more
   */
  Optional<String> headOf(String branch, Optional<String> expectedAlternates) {
    try {
      checkUntouched(expectedAlternates);
      Path loose = gitDirectory.resolve("refs/heads").resolve(branch);
      if (Files.isRegularFile(loose, LinkOption.NOFOLLOW_LINKS)) {
        return sha(read(loose));
      }
      Path packed = gitDirectory.resolve("packed-refs");
      if (Files.isRegularFile(packed, LinkOption.NOFOLLOW_LINKS)) {
        return inPackedRefs(packed, "refs/heads/" + branch);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw tampered("it cannot be read: " + e.getMessage());
    }
  }

  private void checkUntouched(Optional<String> expectedAlternates) throws IOException {
    if (!Files.isDirectory(gitDirectory, LinkOption.NOFOLLOW_LINKS)) {
      throw tampered(".git is no directory any more");
    }
    Path objects = gitDirectory.resolve("objects");
    if (!Files.isDirectory(objects, LinkOption.NOFOLLOW_LINKS)) {
      throw tampered(".git/objects is no directory any more");
    }
    Path alternates = objects.resolve("info/alternates");
    Optional<String> found =
        Files.exists(alternates, LinkOption.NOFOLLOW_LINKS)
            ? Optional.of(readRegular(alternates))
            : Optional.empty();
    if (!found.equals(expectedAlternates)) {
      throw tampered(".git/objects/info/alternates was changed");
    }
    refuseSpecialFiles(objects);
  }

  private static String readRegular(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? read(file).strip() : "";
  }

  /** A link could lead git to objects of others, a pipe would keep it waiting for ever. */
  private static void refuseSpecialFiles(Path objects) throws IOException {
    try (Stream<Path> files = Files.walk(objects)) {
      boolean plain =
          files.allMatch(
              file ->
                  Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                      || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
      if (!plain) {
        throw tampered(".git/objects holds something else than files");
      }
    }
  }

  private static Optional<String> inPackedRefs(Path packed, String ref) throws IOException {
    try (Stream<String> lines = read(packed).lines()) {
      return lines
          .filter(line -> line.endsWith(" " + ref))
          .findFirst()
          .flatMap(line -> sha(line.substring(0, line.indexOf(' '))));
    }
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) > LARGEST_REF_FILE) {
      throw new IOException(file + " is too large");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static Optional<String> sha(String text) {
    return Optional.of(text.strip()).filter(value -> SHA.matcher(value).matches());
  }

  private static RunEnded tampered(String what) {
    return RunEnded.failed(
        "failed", "workspace-changed: the agent replaced the repository of its workspace: " + what);
  }
}
