package drover.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Claude Code CLI that {@code src/test/tools} pins, installed when a test first asks. */
public final class RealClaudeCli {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PACKAGE = "@anthropic-ai/claude-code";
  private static final Path ROOT = Path.of(System.getProperty("drover.root", "")).toAbsolutePath();
  private static final Path TOOLS = ROOT.resolve("src/test/tools");

  private RealClaudeCli() {}

  /** The native program itself: it needs neither Node nor the package's install script. */
  public static synchronized Path path() {
    try {
      Path lockFile = ROOT.resolve("target/claude-code-install.lock");
      Files.createDirectories(lockFile.getParent());
      // Two JVMs may come here at once; the second one waits and then finds the work done.
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Optional<Path> present = installed();
        if (present.isPresent()) {
          return present.get();
        }
        install();
        return installed()
            .orElseThrow(
                () ->
                    new IllegalStateException("npm ci left no program for this machine: " + TOOLS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isInstalled() {
    try {
      return installed().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean npmIsPresent() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
  }

  private static Optional<Path> installed() throws IOException {
    // npm writes this file last, so what it lists is complete.
    Path inventory = TOOLS.resolve("node_modules/.package-lock.json");
    if (!Files.exists(inventory)) {
      return Optional.empty();
    }
    JsonNode wanted = read(TOOLS.resolve("package.json")).path("dependencies").path(PACKAGE);
    JsonNode found =
        read(inventory).path("packages").path("node_modules/" + PACKAGE).path("version");
    if (!found.equals(wanted)) {
      return Optional.empty();
    }
    try (Stream<Path> siblings = Files.list(TOOLS.resolve("node_modules/@anthropic-ai"))) {
      return siblings
          .map(folder -> folder.resolve("claude"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private static void install() throws IOException {
    Process npm =
        new ProcessBuilder(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
            .directory(TOOLS.toFile())
            .redirectErrorStream(true)
            .start();
    npm.getOutputStream().close();
    String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (npm.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("npm ci failed in " + TOOLS + ":\n" + output);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }
}
