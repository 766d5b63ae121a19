package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code runtime-image/entrypoint}: what is true before an agent starts. */
class EntrypointTest {
  private static final Path IMAGE = Workbench.ROOT.resolve("runtime-image");

  @TempDir Path home;
  private final Map<String, String> environment = new TreeMap<>();

  private record Ended(int status, String said) {}

  @BeforeEach
  void aFreshHome() {
    environment.put("HOME", home.toString());
    environment.put("DROVER_RUNTIME", IMAGE.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash"})
  void of_all_credentials_only_the_subscriptions_token_is_left(String shell) {
    environment.put("CLAUDE_CODE_OAUTH_TOKEN", "token");
    environment.put("ANTHROPIC_API_KEY", "key");
    environment.put("ANTHROPIC_AUTH_TOKEN", "other");
    environment.put("ANTHROPIC_BASE_URL", "https://elsewhere.example");

    Ended ended = run(shell, "env");

    assertThat(ended.status()).isZero();
    assertThat(ended.said()).contains("CLAUDE_CODE_OAUTH_TOKEN=token").doesNotContain("ANTHROPIC");
  }

  @Test
  void a_gateway_is_let_through_only_where_the_factory_names_it() {
    environment.put("ANTHROPIC_BASE_URL", "https://gateway.example");
    environment.put("DROVER_MODEL_GATEWAY", "https://gateway.example");
    assertThat(run("sh", "env").said()).contains("ANTHROPIC_BASE_URL=https://gateway.example");

    environment.put("ANTHROPIC_BASE_URL", "https://planted.example");
    assertThat(run("sh", "env").said()).doesNotContain("planted");
  }

  @Test
  void the_token_may_be_a_mounted_file() throws IOException {
    Path file = Files.writeString(home.resolve("token"), "of-the-file\n");
    environment.put("CLAUDE_CODE_OAUTH_TOKEN_FILE", file.toString());

    assertThat(run("sh", "env").said())
        .contains("CLAUDE_CODE_OAUTH_TOKEN=of-the-file\n")
        .doesNotContain("_FILE");
  }

  @Test
  void without_a_token_no_agent_starts() throws IOException {
    Path claude = home.resolve("claude");
    Files.writeString(claude, "#!/bin/sh\necho started\n");
    Files.setPosixFilePermissions(claude, PosixFilePermissions.fromString("rwx------"));

    Ended refused = run("sh", claude.toString(), "-p");
    environment.put("CLAUDE_CODE_OAUTH_TOKEN", "token");
    Ended started = run("sh", claude.toString(), "-p");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.said()).contains("claude setup-token").doesNotContain("started");
    assertThat(started).isEqualTo(new Ended(0, "started\n"));
  }

  @Test
  void a_token_file_that_cannot_be_read_is_named() {
    environment.put("CLAUDE_CODE_OAUTH_TOKEN_FILE", "/nowhere");

    Ended ended = run("sh", "true");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.said()).contains("/nowhere, which cannot be read");
  }

  @Test
  void the_agent_is_onboarded_and_knows_the_agents_that_come_with_the_factory() {
    run("sh", "true");

    assertThat(home.resolve(".claude.json")).content().contains("\"hasCompletedOnboarding\": true");
    assertThat(home.resolve(".claude/agents/publisher.md")).isNotEmptyFile();
  }

  @Test
  void a_home_that_goes_on_is_left_as_it_is() throws IOException {
    Files.writeString(home.resolve(".claude.json"), "{\"mine\":1}");
    Files.createDirectories(home.resolve(".claude/agents"));
    Files.writeString(home.resolve(".claude/agents/qa.md"), "mine");

    run("sh", "true");

    assertThat(home.resolve(".claude.json")).hasContent("{\"mine\":1}");
    assertThat(home.resolve(".claude/agents/qa.md")).hasContent("mine");
    assertThat(home.resolve(".claude/agents/reviewer.md")).exists();
  }

  @Test
  void the_command_becomes_the_process_and_its_status_is_the_answer() {
    Ended ended = run("sh", "sh", "-c", "echo \"$0 $1\"; exit 7", "a b", "$HOME;id");

    assertThat(ended).isEqualTo(new Ended(7, "a b $HOME;id\n"));
  }

  @Test
  void nothing_to_run_is_wrong_usage() {
    assertThat(run("sh").status()).isEqualTo(2);
  }

  private Ended run(String shell, String... command) {
    List<String> argv =
        new ArrayList<>(List.of("/bin/" + shell, IMAGE.resolve("entrypoint").toString()));
    argv.addAll(List.of(command));
    try {
      ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("PATH", "/usr/bin:/bin");
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), said);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
