package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.npm.NodePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image in which agents work, as far as it can be judged without an engine that builds it. */
class RuntimeImageTest {
  private static final Path IMAGE = Workbench.ROOT.resolve("runtime-image");
  private static final List<String> INSTRUCTIONS = instructions();

  /** Comments taken out, continued lines joined. */
  private static List<String> instructions() {
    try (Stream<String> lines = Files.lines(IMAGE.resolve("Dockerfile"))) {
      String text =
          lines
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .reduce("", (all, line) -> all + line + "\n");
      return text.replaceAll("\\\\\n\\s*", "").lines().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> all(String instruction) {
    return INSTRUCTIONS.stream().filter(line -> line.startsWith(instruction + " ")).toList();
  }

  @Test
  void its_base_is_the_pinned_image_of_playwright_unless_another_is_named() {
    assertThat(all("ARG")).containsExactly("ARG BASE=mcr.microsoft.com/playwright:v1.58.2-noble");
    assertThat(all("FROM"))
        .containsExactly("FROM ${BASE} AS agent", "FROM agent AS factory", "FROM agent");
  }

  @Test
  void every_program_is_pinned_with_its_checksum() throws IOException {
    JsonNode wanted = NodePackages.read(IMAGE.resolve("tools/package.json")).path("dependencies");
    JsonNode locked = NodePackages.read(IMAGE.resolve("tools/package-lock.json")).path("packages");

    assertThat(wanted.properties())
        .hasSize(3)
        .allSatisfy(
            it -> {
              JsonNode lock = locked.path("node_modules/" + it.getKey());
              assertThat(lock.path("version").asText()).isEqualTo(it.getValue().asText());
              assertThat(lock.path("integrity").asText()).startsWith("sha512-");
            });
    assertThat(Files.readAllLines(IMAGE.resolve("tools/requirements.txt")))
        .filteredOn(line -> !line.startsWith("#"))
        .allMatch(line -> line.matches("[a-z]+==[0-9.]+"));
    assertThat(String.join("\n", INSTRUCTIONS)).doesNotContain("@latest", ":latest", "npx ");
  }

  @Test
  void the_agents_are_those_that_the_tests_know() {
    JsonNode here = NodePackages.read(IMAGE.resolve("tools/package.json")).path("dependencies");
    JsonNode tested = NodePackages.read(Workbench.ROOT.resolve("src/test/tools/package.json"));

    assertThat(here.path("@anthropic-ai/claude-code"))
        .isEqualTo(tested.path("dependencies").path("@anthropic-ai/claude-code"));
    assertThat(here.path("opencode-ai"))
        .isEqualTo(tested.path("optionalDependencies").path("opencode-linux-x64-baseline"));
  }

  @Test
  void all_that_a_turn_needs_is_in_it() {
    assertThat(all("RUN").getFirst().split("\\s+"))
        .contains("git", "gh", "jq", "python3", "socat", "util-linux", "ca-certificates");
  }

  @Test
  void nobody_in_it_is_root() {
    List<String> afterLastRoot =
        INSTRUCTIONS.subList(INSTRUCTIONS.lastIndexOf("USER root"), INSTRUCTIONS.size());

    assertThat(afterLastRoot).contains("USER 1001");
    assertThat(all("USER")).containsExactly("USER root", "USER 1001", "USER root", "USER 1001");
    assertThat(String.join("\n", INSTRUCTIONS)).doesNotContain("sudo", "chmod 777", "a+rwX");
  }

  @Test
  void nothing_is_piped_into_a_shell_and_nothing_is_left_behind() {
    assertThat(all("ADD")).isEmpty();
    assertThat(all("RUN"))
        .noneMatch(run -> run.matches(".*(curl|wget).*\\|.*sh.*"))
        .filteredOn(run -> run.contains("apt-get install"))
        .hasSize(2)
        .allMatch(run -> run.contains("--no-install-recommends"))
        .allMatch(run -> run.contains("rm -rf /var/lib/apt/lists/*"));
    assertThat(all("RUN")).filteredOn(it -> it.contains("npm ci")).allMatch(this::runsNoScripts);
  }

  private boolean runsNoScripts(String run) {
    return run.contains("--ignore-scripts");
  }

  @Test
  void what_is_copied_is_there() {
    assertThat(all("COPY"))
        .hasSizeGreaterThan(5)
        .flatExtracting(RuntimeImageTest::sources)
        .allSatisfy(source -> assertThat(IMAGE.resolve(source)).exists());
  }

  private static List<String> sources(String copy) {
    List<String> words = Arrays.asList(copy.split("\\s+"));
    return words.subList(1, words.size() - 1);
  }

  @Test
  void programs_are_started_without_a_shell() {
    assertThat(Stream.concat(all("ENTRYPOINT").stream(), all("CMD").stream()))
        .hasSize(4)
        .allMatch(line -> line.matches("(ENTRYPOINT|CMD) \\[.*]"));
  }

  @Test
  void the_browser_of_the_image_is_the_one_that_the_mcp_server_starts() {
    JsonNode server =
        NodePackages.read(IMAGE.resolve("mcp.json")).path("mcpServers").path("playwright");

    assertThat(server.path("command").asText()).isEqualTo("playwright-mcp");
    assertThat(server.path("args"))
        .extracting(JsonNode::asText)
        .contains("--headless", "/usr/local/bin/chromium");
    assertThat(String.join("\n", INSTRUCTIONS)).contains("/usr/local/bin/chromium");
  }

  @Test
  void the_compose_file_shuts_the_container_in() throws IOException {
    JsonNode compose =
        Manifests.documents(Files.readString(Workbench.ROOT.resolve("compose.yaml"))).getFirst();
    JsonNode factory = compose.path("services").path("factory");

    assertThat(compose.path("services").size()).isOne();
    assertThat(factory.path("mem_limit").asText()).isEqualTo("4g");
    assertThat(factory.path("memswap_limit").asText()).isEqualTo("4g");
    assertThat(factory.path("cpus").asInt()).isEqualTo(2);
    assertThat(factory.path("user").asText()).isEqualTo("1001:1001");
    assertThat(factory.path("read_only").asBoolean()).isTrue();
    assertThat(factory.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(factory.path("security_opt").toString()).contains("no-new-privileges:true");
    assertThat(factory.path("tmpfs").toString()).contains("/tmp:");
    assertThat(factory.has("privileged")).isFalse();
    assertThat(factory.has("network_mode")).isFalse();
    assertThat(factory.path("volumes").toString()).doesNotContain("docker.sock");
    assertThat(factory.path("environment").toString()).doesNotContain("GITHUB", "LINEAR", "SLACK");
  }
}
