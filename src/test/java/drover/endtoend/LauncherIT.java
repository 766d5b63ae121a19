package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code ./drover} finds what it needs, or says what is missing; on a path of doctored programs.
 */
@Execution(ExecutionMode.CONCURRENT)
class LauncherIT {
  private static final Set<String> LEFT_OUT = Set.of("java", "javac", "mvn", "git");

  @TempDir private Path directory;
  private Path programs;

  @BeforeEach
  void fillThePath() throws IOException {
    programs = Files.createDirectories(directory.resolve("bin"));
    for (Path folder : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path program : all.toList()) {
          Path link = programs.resolve(program.getFileName());
          // Where /bin is /usr/bin, links such as X11 -> /bin/X11 lead back to themselves.
          boolean leadsSomewhere = Files.exists(program);
          if (leadsSomewhere
              && !LEFT_OUT.contains(program.getFileName().toString())
              && !Files.exists(link)) {
            Files.createSymbolicLink(link, program.toRealPath());
          }
        }
      }
    }
  }

  @Test
  void startsFromAnotherDirectoryAndThroughASymbolicLink() throws Exception {
    link("git");
    Path absolute = Files.createSymbolicLink(directory.resolve("linked"), Installation.LAUNCHER);
    Path twice = Files.createSymbolicLink(directory.resolve("again"), Path.of("linked"));

    assertThat(start(Installation.LAUNCHER).succeeded().out()).startsWith("drover ");
    assertThat(start(absolute).succeeded().out()).startsWith("drover ");
    assertThat(start(twice).succeeded().out()).startsWith("drover ");
  }

  @Test
  void passesByAnOldJavaOnThePath() throws Exception {
    link("git");
    Path old = Files.createDirectories(directory.resolve("jdk-17/bin"));
    for (String program : List.of("java", "javac")) {
      Files.writeString(old.resolve(program), "#!/bin/sh\necho too old >&2\nexit 1\n");
      assertThat(old.resolve(program).toFile().setExecutable(true)).isTrue();
      Files.createSymbolicLink(programs.resolve(program), old.resolve(program));
    }
    Files.writeString(directory.resolve("jdk-17/release"), "JAVA_VERSION=\"17.0.1\"\n");

    assertThat(start(Installation.LAUNCHER).succeeded().out()).startsWith("drover ");
  }

  @Test
  void saysThatGitIsMissing() throws Exception {
    assertThat(start(Installation.LAUNCHER).complained(2).err()).contains("git", "install");
  }

  @Test
  void saysThatMavenIsMissingWhereItHasToBuild() throws Exception {
    link("git");
    Path copy = Files.createDirectories(directory.resolve("a copy")).resolve("drover");
    Files.copy(Installation.LAUNCHER, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);

    assertThat(start(copy).complained(2).err()).contains("Maven", "install");
  }

  @Test
  void buildsOnceWhereTheJarIsMissingAndShowsWhyABuildFailed() throws Exception {
    link("git");
    Path copy = Files.createDirectories(directory.resolve("a copy")).resolve("drover");
    Files.copy(Installation.LAUNCHER, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    maven("echo cannot compile this; exit 1");

    Said failed = start(copy);

    assertThat(failed.status()).isEqualTo(2);
    assertThat(failed.err()).contains("building", "cannot compile this", "build.log");

    maven(
        "mkdir -p target && cp '"
            + Installation.ROOT
            + "/target/drover.jar' target/"
            + " && cp -r '"
            + Installation.ROOT
            + "/target/lib' target/ && echo x >>built");
    assertThat(start(copy).out()).startsWith("drover ");
    assertThat(start(copy).succeeded().out()).startsWith("drover ");
    assertThat(copy.resolveSibling("built")).hasContent("x");
  }

  private void maven(String script) throws IOException {
    Path mvn = Files.writeString(programs.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
  }

  private void link(String program) throws IOException {
    Path folder =
        Stream.of("/usr/bin", "/usr/local/bin", "/bin")
            .map(Path::of)
            .filter(each -> Files.exists(each.resolve(program)))
            .findFirst()
            .orElseThrow();
    Files.createSymbolicLink(programs.resolve(program), folder.resolve(program));
  }

  private Said start(Path launcher) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "--version")
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("PATH", programs.toString());
    // the launcher itself looks only at PATH, JAVA_HOME and /usr/lib/jvm
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DROVER_HOME", directory.resolve("home").toString());
    int status = builder.start().waitFor();
    return new Said(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
