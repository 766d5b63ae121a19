package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.npm.NodePackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller's image as Jib makes it, on an empty base, because none can be fetched here. */
class ControllerImageIT {
  private static final Path INSTALLATION = Path.of("opt/drover/app");

  @TempDir static Path folder;
  private static Path root;
  private static JsonNode config;

  @BeforeAll
  static void build() throws Exception {
    Path tar = folder.resolve("image.tar");
    run(
        Workbench.ROOT,
        Map.of(),
        "mvn",
        "-B",
        "-ntp",
        "-q",
        "jib:buildTar",
        "-Djib.from.image=scratch",
        "-Djib.outputPaths.tar=" + tar);
    Path image = Files.createDirectories(folder.resolve("image"));
    root = Files.createDirectories(folder.resolve("root"));
    unpack(tar, image);
    JsonNode manifest =
        blob(image, NodePackages.read(image.resolve("index.json")).path("manifests").path(0));
    config = blob(image, manifest.path("config")).path("config");
    for (JsonNode layer : manifest.path("layers")) {
      unpack(blobFile(image, layer), root);
    }
  }

  @Test
  void it_runs_the_server_as_an_ordinary_user() {
    assertThat(config.path("User").asText()).isEqualTo("1001:1001");
    assertThat(config.path("Cmd").toString()).isEqualTo("[\"serve\"]");
    assertThat(config.path("ExposedPorts").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("8080/tcp", "9876/tcp");
    assertThat(config.path("Env").toString()).doesNotContain("TOKEN", "KEY");
  }

  @Test
  void its_base_is_named_with_a_version() throws IOException {
    assertThat(Files.readString(Workbench.ROOT.resolve("pom.xml")))
        .containsPattern("<controller.base>[a-z/]+:[0-9][0-9a-z.-]+</controller.base>");
  }

  @Test
  void what_is_in_it_runs(@TempDir Path home) throws Exception {
    Map<String, String> environment =
        Map.of("DROVER_HOME", home.toString(), "PATH", System.getenv("PATH"));

    String version = run(home, environment, command("--version"));
    String rehearsal =
        run(home, environment, command("run", "publisher", "x", "--rehearse", "--json"));

    assertThat(version).startsWith("drover 0.1.0");
    assertThat(rehearsal).contains("\"outcome\":\"delivered\"");
  }

  @Test
  void what_is_a_program_may_be_executed_and_tools_of_npm_are_left_out() throws IOException {
    Path runtime = root.resolve(INSTALLATION).resolve("runtime-image");

    assertThat(programs(Workbench.ROOT.resolve("runtime-image")))
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(runtime.resolve(name)).isExecutable());
    assertThat(runtime.resolve("tools/package.json")).doesNotExist();
  }

  private static List<Path> programs(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
          .map(directory::relativize)
          .filter(file -> !file.startsWith("tools"))
          .toList();
    }
  }

  /** The image's own command, its paths and its Java those of this machine. */
  private static String[] command(String... arguments) {
    List<String> command = new ArrayList<>();
    for (JsonNode word : config.path("Entrypoint")) {
      command.add(translated(word.asText()));
    }
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private static String translated(String word) {
    if (word.equals("java")) {
      return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }
    if (word.startsWith("@")) {
      return read(root.resolve(word.substring(2))).replace("/app/", root + "/app/").strip();
    }
    return word.replace("=/opt/drover", "=" + root + "/opt/drover");
  }

  private static JsonNode blob(Path image, JsonNode descriptor) {
    return NodePackages.read(blobFile(image, descriptor));
  }

  private static Path blobFile(Path image, JsonNode descriptor) {
    return image.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  private static void unpack(Path archive, Path target) throws Exception {
    run(target, Map.of(), "tar", "-xf", archive.toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String run(Path directory, Map<String, String> environment, String... command)
      throws Exception {
    Path complaints = folder.resolve("complaints");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(complaints.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said + read(complaints)).isZero();
    return said;
  }
}
