package drover.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A machine as {@code bin/setup} finds it: stand-ins for its programs, a file of settings. */
final class Workbench {
  static final Path ROOT = Path.of(System.getProperty("drover.root", "")).toAbsolutePath();
  private static final Path STAND_INS = ROOT.resolve("src/test/resources/deploy");

  final Path folder;
  final Path state;
  private final String shell;
  private final Map<String, String> environment = new TreeMap<>();

  private Workbench(Path folder, String shell) throws IOException {
    this.folder = folder;
    this.shell = shell;
    this.state = Files.createDirectories(folder.resolve("state"));
    Files.createDirectories(folder.resolve("programs"));
  }

  /** With kubectl, docker and Maven there. */
  static Workbench in(Path folder, String shell) {
    try {
      Workbench bench = new Workbench(folder, shell);
      bench.install("kubectl", "kubectl");
      bench.install("docker", "docker");
      bench.install("mvn", "docker");
      return bench;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install(String name, String standIn) throws IOException {
    Files.createSymbolicLink(folder.resolve("programs/" + name), STAND_INS.resolve(standIn));
  }

  Path settings(String... lines) {
    return write(folder.resolve("setup.env"), String.join("\n", lines));
  }

  Path file(String name, String content) {
    return write(folder.resolve(name), content);
  }

  void mark(String what) {
    write(state.resolve(what), "");
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /** What a stand-in noted down; nothing where it was not called. */
  String noted(String what) {
    try {
      Path file = state.resolve(what);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Said setup(String... arguments) {
    return setupWith(folder.resolve("programs") + ":" + System.getenv("PATH"), arguments);
  }

  Said setupWith(String path, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("/bin/" + shell, ROOT.resolve("bin/setup").toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("PATH", path);
      builder.environment().put("STATE", state.toString());
      builder.environment().put("HOME", folder.toString());
      int status = builder.start().waitFor();
      return new Said(
          status,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Path file, String content) {
    try {
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a program answered. */
  record Said(int status, String out, String err) {}
}
