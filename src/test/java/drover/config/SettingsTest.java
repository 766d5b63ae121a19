package drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import drover.config.JobSettings.VerifyCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path directory;

  @Test
  void the_defaults_are_those_that_are_promised() {
    Settings settings = Sources.defaults().settings();
    assertThat(settings.claude()).isEqualTo(new ClaudeSettings("claude", Optional.empty(), 10));
    assertThat(settings.turn())
        .isEqualTo(new TurnSettings(Duration.ofMillis(50), Duration.ofMillis(700)));
    assertThat(settings.review().model()).isEqualTo("opus");
    assertThat(settings.review().threshold()).isEqualTo(4);
    assertThat(settings.review().rounds()).isEqualTo(3);
    assertThat(settings.review().maxTurns()).isEqualTo(20);
    assertThat(settings.verify())
        .isEqualTo(new VerifySettings("chromium", Duration.ofMinutes(10), 20));
    assertThat(settings.instance())
        .isEqualTo(new InstanceSettings(Duration.ofSeconds(5), Duration.ofSeconds(15)));
    assertThat(settings.linear())
        .isEqualTo(new LinearSettings("ai-ready", "https://api.linear.app/graphql", "In Review"));
    assertThat(settings.github())
        .isEqualTo(new GithubSettings("https://api.github.com", List.of()));
    assertThat(settings.jobs())
        .containsOnlyKeys(
            "publisher",
            "journalist",
            "onboard-client",
            "solve-chatbot-issues",
            "solve-chatbot-issue",
            "pr-fix",
            "agent",
            "solve-linear-ticket",
            "implement-issue");
  }

  @Test
  void a_job_says_who_works_how_and_what_is_checked() {
    JobSettings publisher = Sources.defaults().settings().job("publisher").orElseThrow();
    assertThat(publisher.agent()).contains("publisher");
    assertThat(publisher.repository()).isEmpty();
    assertThat(publisher.verify())
        .containsExactly(new VerifyCommand("build", "./bin/build", Optional.of("bin/build")));
    assertThat(publisher.render()).containsExactly("public/index.html", "public/*.html");
  }

  @Test
  void a_model_without_prices_of_its_own_is_estimated_on_the_dear_side() {
    Settings settings = Sources.defaults().settings();
    assertThat(settings.price("claude-opus-5-5").output()).isEqualByComparingTo("20");
    assertThat(settings.price("claude-opus-5-5-20260801").output()).isEqualByComparingTo("20");
    assertThat(settings.price("unheard-of").output()).isEqualByComparingTo("25");
  }

  @Test
  void an_operators_file_merges_blocks_and_replaces_lists() {
    Configuration changed =
        Sources.withFile(
            directory,
            """
            drover:
              review:
                rounds: 2
              jobs:
                publisher:
                  allowed-tools: [Read]
                  verify: []
            """);
    JobSettings publisher = changed.settings().job("publisher").orElseThrow();
    assertThat(changed.settings().review().rounds()).isEqualTo(2);
    assertThat(changed.settings().review().model()).isEqualTo("opus");
    assertThat(publisher.allowedTools()).containsExactly("Read");
    assertThat(publisher.verify()).isEmpty();
    assertThat(publisher.maxTurns()).isEqualTo(100);
    assertThat(changed.properties()).doesNotContainKey("drover.jobs.publisher.allowed-tools[1]");
  }

  @Test
  void a_job_and_a_model_of_ones_own_are_taken_as_they_are() {
    Configuration changed =
        Sources.withFile(
            directory,
            """
            drover:
              jobs:
                nightly: {prompt: none, parameters: {}, model: haiku, max-turns: 5, permission-mode: plan, allowed-tools: [Read]}
              prices:
                llama-4.1: {input: 0.10, output: 1.0, cache-read: 0, cache-write: 0}
            """,
            Map.of("DROVER_JOBS_NIGHTLY_MAX_TURNS", "6", "DROVER_PRICES_LLAMA_4_1_OUTPUT", "1.50"));
    assertThat(changed.settings().job("nightly"))
        .contains(
            new JobSettings(
                JobSettings.PromptRule.NONE,
                Map.of(),
                Optional.empty(),
                "haiku",
                6,
                Optional.empty(),
                "plan",
                List.of("Read"),
                List.of(),
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(changed.settings().price("llama-4.1").output()).isEqualByComparingTo("1.5");
  }

  @Test
  void the_pods_of_a_job_differ_only_in_what_it_says() {
    KubernetesSettings pods =
        Sources.withFile(
                directory,
                """
                drover:
                  kubernetes: {cpu-limit: "8", tolerations: [{key: spot, operator: Exists}]}
                  jobs:
                    publisher: {kubernetes: {memory-limit: 8Gi, node-selector: {pool: browsers}}}
                """,
                Map.of())
            .settings()
            .kubernetesOf("publisher");
    assertThat(pods.cpuLimit()).isEqualTo("8");
    assertThat(pods.memoryLimit()).isEqualTo("8Gi");
    assertThat(pods.nodeSelector()).isEqualTo(Map.of("pool", "browsers"));
    assertThat(pods.tolerations()).hasSize(1);
    assertThat(pods.memoryRequest()).isEqualTo("512Mi");
  }

  @Test
  void everything_is_flattened_for_camels_placeholders() {
    assertThat(Sources.defaults().properties())
        .contains(
            entry("drover.review.rounds", "3"),
            entry("drover.claude.api-url", ""),
            entry("drover.jobs.publisher.verify[0].name", "build"),
            entry("drover.review.allowed-tools[3]", "Bash(git diff *)"),
            entry("drover.prices.default.cache-write", "6.25"),
            entry("camel.main.name", "drover"),
            entry("camel.main.auto-configuration-log-summary", "false"),
            entry("camel.main.startup-summary-level", "Off"));
  }

  @Test
  void camels_settings_may_be_extended_by_any_of_its_properties() {
    Configuration changed = Sources.withFile(directory, "camel: {main: {shutdown-timeout: 5}}");
    assertThat(changed.properties())
        .contains(entry("camel.main.shutdown-timeout", "5"), entry("camel.main.name", "drover"));
  }
}
