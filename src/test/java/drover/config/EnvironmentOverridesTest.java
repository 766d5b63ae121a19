package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.JobSettings.VerifyCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentOverridesTest {

  @TempDir Path directory;

  @Test
  void a_variable_wins_over_the_operators_file() {
    Configuration configuration =
        Sources.withFile(
            directory, "drover: {review: {rounds: 2}}", Map.of("DROVER_REVIEW_ROUNDS", "7"));
    assertThat(configuration.settings().review().rounds()).isEqualTo(7);
    assertThat(configuration.properties()).containsEntry("drover.review.rounds", "7");
  }

  @Test
  void a_list_is_given_by_commas_or_in_brackets() {
    assertThat(tools("Read, Bash(git log *),")).containsExactly("Read", "Bash(git log *)");
    assertThat(tools("[Read, \"Bash(cut -d , *)\"]")).containsExactly("Read", "Bash(cut -d , *)");
    assertThat(tools("")).isEmpty();
  }

  @Test
  void an_older_name_sets_its_key_and_the_name_by_the_rule_wins_over_it() {
    assertThat(allowlist(Map.of("AFK_ALLOWLIST", "acme/site, Acme/Shop")))
        .containsExactly("acme/site", "Acme/Shop");
    assertThat(allowlist(Map.of("AFK_ALLOWLIST", ""))).isEmpty();
    assertThat(allowlist(Map.of("AFK_ALLOWLIST", "a/b", "DROVER_GITHUB_ALLOWLIST", "acme/site")))
        .containsExactly("acme/site");
    assertThat(Sources.problemsInEnvironment(Map.of("AFK_ALLOWLIST", "acme")))
        .isEqualTo(
            "AFK_ALLOWLIST[0] is \"acme\", needs a repository as owner/repo, such as acme/website");
  }

  private static List<String> allowlist(Map<String, String> environment) {
    return Sources.withEnvironment(environment).settings().github().allowlist();
  }

  @Test
  void a_list_of_blocks_is_given_in_brackets() {
    Configuration configuration =
        Sources.withEnvironment(
            Map.of("DROVER_JOBS_AGENT_VERIFY", "[{name: test, command: make test}]"));
    assertThat(configuration.settings().job("agent").orElseThrow().verify())
        .containsExactly(new VerifyCommand("test", "make test", Optional.empty()));
  }

  @Test
  void text_that_looks_like_another_type_stays_text() {
    assertThat(
            Sources.withEnvironment(Map.of("DROVER_CLAUDE_COMMAND", "true"))
                .settings()
                .claude()
                .command())
        .isEqualTo("true");
  }

  @Test
  void a_wrong_value_is_told_by_its_variable() {
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_REVIEW_ROUNDS", "x")))
        .isEqualTo("DROVER_REVIEW_ROUNDS is \"x\", needs a whole number from 1 to 100");
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_PRICES_DEFAULT_INPUT", "-1")))
        .isEqualTo("DROVER_PRICES_DEFAULT_INPUT is -1, needs a number from 0 to 100000");
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_JOBS_AGENT_VERIFY", "[{name: a}]")))
        .isEqualTo(
            "DROVER_JOBS_AGENT_VERIFY[0].command is missing; give it text, at least one"
                + " character");
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_JOBS_AGENT_RENDER", "[a")))
        .isEqualTo(
            "DROVER_JOBS_AGENT_RENDER is no list in brackets; needs [a, b], with quotes around"
                + " special characters");
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_INSTANCE_LEASE_SECONDS", "9")))
        .isEqualTo(
            "DROVER_INSTANCE_LEASE_SECONDS is 9, needs at least 10, twice"
                + " drover.instance.heartbeat-seconds");
  }

  @Test
  void a_variable_that_fits_no_key_is_an_error_that_names_it() {
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_REVIEW_ROUND", "3")))
        .isEqualTo("DROVER_REVIEW_ROUND fits no key; did you mean DROVER_REVIEW_ROUNDS?");
    assertThat(Sources.problemsInEnvironment(Map.of("DROVER_ELEPHANT", "3")))
        .isEqualTo(
            "DROVER_ELEPHANT fits no key; unset it, or see application.yaml for the keys there"
                + " are");
  }

  @Test
  void a_variable_that_fits_two_keys_is_an_error_that_names_both() {
    String text =
        """
        drover:
          prices:
            m-1: {input: 1, output: 1, cache-read: 1, cache-write: 1}
            m.1: {input: 1, output: 1, cache-read: 1, cache-write: 1}
        """;
    assertThat(Sources.problemsInFile(directory, text, Map.of("DROVER_PRICES_M_1_INPUT", "2")))
        .isEqualTo(
            "DROVER_PRICES_M_1_INPUT fits drover.prices.m-1.input and drover.prices.m.1.input; set"
                + " the one you mean in the file");
  }

  @Test
  void variables_of_the_launcher_and_of_kubernetes_services_are_left_alone() {
    Map<String, String> foreign =
        Map.of(
            "DROVER_HOME", "/data",
            "DROVER_CONFIG", "x.yaml",
            "DROVER_REHEARSAL_DELAY", "1",
            "DROVER_SERVICE_HOST", "10.0.0.7",
            "DROVER_SERVICE_PORT_HTTP", "8080",
            "DROVER_PORT", "tcp://10.0.0.7:8080",
            "DROVER_PORT_8080_TCP_ADDR", "10.0.0.7",
            "DROVERS_ELEPHANT", "not ours");
    assertThat(Sources.withEnvironment(foreign)).isEqualTo(Sources.defaults());
  }

  private static Iterable<String> tools(String value) {
    return Sources.withEnvironment(Map.of("DROVER_REVIEW_ALLOWED_TOOLS", value))
        .settings()
        .review()
        .allowedTools();
  }
}
