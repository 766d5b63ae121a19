package drover.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A factory in a process of its own, which a test can kill in the middle of its work. */
final class FactoryProcess {
  private final Process process;
  private final Path output;

  private FactoryProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts {@code ./drover ARGUMENTS} with nothing but this environment. */
  static FactoryProcess drover(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    Path output = folder.resolve("drover.out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Ddrover.installation=" + Blog.INSTALLATION);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("drover.cli.Drover");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new FactoryProcess(builder.start(), output);
  }

  /** As the out-of-memory killer does it: no shutdown hook, no farewell. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String printed() throws IOException {
    return Files.readString(output);
  }
}
