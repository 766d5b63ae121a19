package drover.npm;

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
import java.util.stream.Stream;

/** The npm packages that {@code src/test/tools} pins, installed when a test first asks. */
public final class NodePackages {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Path ROOT = Path.of(System.getProperty("drover.root", "")).toAbsolutePath();
  static final Path TOOLS = ROOT.resolve("src/test/tools");

  private NodePackages() {}

  /** Where the files of all packages are, complete and of the pinned versions. */
  public static synchronized Path directory() {
    try {
      Path lockFile = ROOT.resolve("target/npm-install.lock");
      Files.createDirectories(lockFile.getParent());
      // Two JVMs may come here at once; the second one waits and then finds the work done.
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!areInstalled()) {
          run("", List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
        return TOOLS.resolve("node_modules");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean areInstalled() {
    // npm writes this file last, so what it lists is complete.
    Path inventory = TOOLS.resolve("node_modules/.package-lock.json");
    if (!Files.exists(inventory)) {
      return false;
    }
    JsonNode found = read(inventory).path("packages");
    JsonNode wantedHere = read(TOOLS.resolve("package.json"));
    return Stream.concat(
            wantedHere.path("dependencies").properties().stream(),
            wantedHere.path("optionalDependencies").properties().stream()
                .filter(wanted -> fitsThisMachine(wanted.getKey())))
        .allMatch(
            wanted ->
                found
                    .path("node_modules/" + wanted.getKey())
                    .path("version")
                    .equals(wanted.getValue()));
  }

  /** Whether a package that holds a program is one for machines like this. */
  public static boolean fitsThisMachine(String name) {
    JsonNode locked =
        read(TOOLS.resolve("package-lock.json")).path("packages").path("node_modules/" + name);
    String cpu = System.getProperty("os.arch").equals("amd64") ? "x64" : "another";
    String os = System.getProperty("os.name").equals("Linux") ? "linux" : "another";
    return locked.path("cpu").toString().contains(cpu) && locked.path("os").toString().contains(os);
  }

  /** What a script of {@code src/test/tools} answers, both in JSON. */
  public static JsonNode ask(String script, Object question) {
    directory();
    try {
      return parse(run(JSON.writeValueAsString(question), List.of("node", script)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String text) throws IOException {
    return JSON.readTree(text);
  }

  public static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  public static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String run(String input, List<String> command) throws IOException {
    Path answer = Files.createTempFile("npm", ".out");
    Process process =
        new ProcessBuilder(command)
            .directory(TOOLS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(answer.toFile())
            .start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    int status = process.onExit().join().exitValue();
    String output = Files.readString(answer);
    Files.delete(answer);
    if (status != 0) {
      throw new IllegalStateException(command + " failed in " + TOOLS + ":\n" + output);
    }
    return output;
  }
}
