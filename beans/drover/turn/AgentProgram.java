package drover.turn;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of this machine, where it really is.
 *
 * @param file with every link followed; as it was named when it is not there
 */
record AgentProgram(Path file) {
  private static final Path SYSTEM = Path.of("/usr");
  private static final int DEEPEST_SCRIPT = 3;

  /** Finds a command the way a shell does. */
  static AgentProgram find(String command, String searchPath) {
    Stream<Path> places =
        command.contains("/")
            ? Stream.of(Path.of(command).toAbsolutePath())
            : Stream.of(searchPath.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, command));
    return places
        .filter(Files::isExecutable)
        .findFirst()
        .map(AgentProgram::real)
        .orElseGet(() -> new AgentProgram(Path.of(command)));
  }

  /** What a sandbox must show beside the system: the program, for a script its whole package. */
  List<Path> needs() {
    if (!Files.isRegularFile(file) || file.startsWith(SYSTEM)) {
      return List.of();
    }
    return List.of(isScript() ? packageOf(file).orElse(file) : file);
  }

  private static Optional<Path> packageOf(Path script) {
    return Stream.iterate(script.getParent(), Objects::nonNull, Path::getParent)
        .limit(DEEPEST_SCRIPT)
        .filter(directory -> Files.exists(directory.resolve("package.json")))
        .findFirst();
  }

  private boolean isScript() {
    try (InputStream content = Files.newInputStream(file)) {
      return content.read() == '#' && content.read() == '!';
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static AgentProgram real(Path found) {
    try {
      return new AgentProgram(found.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find " + found, e);
    }
  }
}
