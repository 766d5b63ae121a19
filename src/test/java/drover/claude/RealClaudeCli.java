package drover.claude;

import drover.npm.NodePackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The Claude Code CLI that {@code src/test/tools} pins, installed when a test first asks. */
public final class RealClaudeCli {
  private RealClaudeCli() {}

  /** The native program itself: it needs neither Node nor the package's install script. */
  public static Path path() {
    Path packages = NodePackages.directory();
    try (Stream<Path> siblings = Files.list(packages.resolve("@anthropic-ai"))) {
      return siblings
          .map(folder -> folder.resolve("claude"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "npm ci left no program for this machine: " + packages));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isInstalled() {
    return NodePackages.areInstalled();
  }

  static boolean npmIsPresent() {
    return NodePackages.isOnPath("npm");
  }
}
