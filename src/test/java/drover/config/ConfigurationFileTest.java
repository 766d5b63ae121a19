package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFileTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void every_mistake_is_told_in_one_line_with_its_place_and_its_mend(String text, String message) {
    assertThat(Sources.problemsInFile(directory, text)).isEqualTo(message);
  }

  static Stream<Arguments> every_mistake_is_told_in_one_line_with_its_place_and_its_mend() {
    return Stream.of(
        mistake(
            "drover:\n  claud:\n    command: claude\n",
            "application.yaml:3: unknown key drover.claud.command; did you mean"
                + " drover.claude.command?"),
        mistake(
            "drover:\n  review:\n    threshold: high\n",
            "application.yaml:3: drover.review.threshold is \"high\", needs a whole number from 0"
                + " to 5"),
        mistake(
            "drover: {review: {threshold: 6}}",
            "application.yaml:1: drover.review.threshold is 6, needs a whole number from 0 to 5"),
        mistake(
            "drover: {review: {threshold: 3.5}}",
            "application.yaml:1: drover.review.threshold is 3.5, needs a whole number from 0 to 5"),
        mistake(
            "drover:\n  review:\n    rounds:\n",
            "application.yaml:3: drover.review.rounds has no value, needs a whole number from 1 to"
                + " 100"),
        mistake(
            "drover:\n  review: 3\n",
            "application.yaml:2: drover.review is 3, needs a block of keys"),
        mistake(
            "drover: {review: {allowed-tools: Read}}",
            "application.yaml:1: drover.review.allowed-tools is \"Read\", needs a list"),
        mistake(
            "drover:\n  review:\n    allowed-tools:\n      - Read\n      - 7\n",
            "application.yaml:5: drover.review.allowed-tools[1] is 7, needs text, at least one"
                + " character"),
        mistake(
            "drover: {claude: {api-url: gateway}}",
            "application.yaml:1: drover.claude.api-url is \"gateway\", needs an http or https"
                + " address, or \"\" for none"),
        mistake(
            "drover: {jobs: {publisher: {permission-mode: yolo}}}",
            "application.yaml:1: drover.jobs.publisher.permission-mode is \"yolo\", needs one of"
                + " acceptEdits, bypassPermissions, default, dontAsk, plan"),
        mistake(
            "drover: {jobs: {publisher: {maxTurns: 5}}}",
            "application.yaml:1: unknown key drover.jobs.publisher.maxTurns; did you mean"
                + " drover.jobs.publisher.max-turns?"),
        mistake(
            "drover:\n  jobs:\n    publisher:\n      verify:\n        - name: build\n"
                + "          comand: make\n          command: make\n",
            "application.yaml:6: unknown key drover.jobs.publisher.verify[0].comand; did you mean"
                + " drover.jobs.publisher.verify[0].command?"),
        mistake(
            "drover: {jobs: {publisher: {verify: [{name: build}]}}}",
            "application.yaml:1: drover.jobs.publisher.verify[0].command is missing; give it text,"
                + " at least one character"),
        mistake(
            "drover:\n  jobs:\n    Big Job: {}\n",
            "application.yaml:3: drover.jobs.Big Job is no possible name, needs one that matches"
                + " ^[a-z][a-z0-9-]*$"),
        mistake(
            "drover: {threshold: 3}",
            "application.yaml:1: unknown key drover.threshold; did you mean"
                + " drover.review.threshold?"),
        mistake(
            "drover: {elephant: 3}",
            "application.yaml:1: unknown key drover.elephant; remove it, known are drover: claude, opencode,"
                + " turn, limits, waits, outages, review, verify, sandbox, docker, egress, policy, pull-requests, ledger, instance, http, dispatch, retention, caches, linear, github, watch, notifications, clients, schedules, mcp, kubernetes, jobs, prices"),
        mistake("droverr: {}", "application.yaml:1: unknown key droverr; did you mean drover?"),
        mistake(
            "drover.review.rounds: 3",
            "application.yaml:1: unknown key drover.review.rounds; write one key a line, each block"
                + " indented under the one before"),
        mistake(
            "drover:\n  review:\n    rounds: 3\n    model: opus\n    rounds: 4\n",
            "application.yaml:5: drover.review.rounds is given twice, first on line 3; keep one"),
        mistake(
            "drover:\n\treview: 3\n",
            "application.yaml:2: a tab stands where YAML takes only spaces; indent with spaces"),
        mistake(
            "drover:\n  a: b: c\n",
            "application.yaml:2: not YAML: mapping values are not allowed here; compare the line"
                + " and those above it with the shipped file"),
        mistake("- drover\n", "application.yaml:1: needs keys, the first one drover:"),
        mistake("just text", "application.yaml:1: needs keys, the first one drover:"),
        mistake(
            "drover:\n  claude: &c\n    command: *c\n",
            "application.yaml:2: drover.claude contains itself; write the value out instead of the"
                + " alias"),
        mistake(
            "drover:\n  claude:\n    command: !secret x\n",
            "application.yaml:3: drover.claude.command has a tag that is not understood; remove"
                + " !secret"),
        mistake(
            "drover:\n  claude:\n    command: \"a\u0007\"\n",
            "application.yaml:3: the character U+0007 has no place in YAML; remove it"),
        mistake(
            "drover: {instance: {heartbeat-seconds: 10}}",
            "application.yaml:1: drover.instance.heartbeat-seconds is 10, needs at most 7, half of drover.instance.lease-seconds"));
  }

  private static Arguments mistake(String text, String message) {
    return Arguments.of(text, message);
  }

  @Test
  void all_mistakes_are_told_together_from_top_to_bottom_then_the_environment() {
    String text =
        """
        drover:
          turn:
            poll-ms: soon
          review:
            rounds: 0
            rouns: 1
        """;
    assertThat(Sources.problemsInFile(directory, text, Map.of("DROVER_REVIEW_MAX_TURNS", "many")))
        .isEqualTo(
            """
            application.yaml:3: drover.turn.poll-ms is "soon", needs a whole number from 1 to 60000
            application.yaml:5: drover.review.rounds is 0, needs a whole number from 1 to 100
            application.yaml:6: unknown key drover.review.rouns; did you mean drover.review.rounds?
            DROVER_REVIEW_MAX_TURNS is "many", needs a whole number from 1 to 10000""");
  }

  @Test
  void a_job_without_what_every_job_needs_is_refused_at_its_line() {
    String text = "drover:\n  jobs:\n    nightly:\n      model: sonnet\n      max-turns: 5\n";
    assertThat(Sources.problemsInFile(directory, text).lines())
        .containsExactlyInAnyOrder(
            "application.yaml:3: drover.jobs.nightly.prompt is missing; give it one of required,"
                + " none",
            "application.yaml:3: drover.jobs.nightly.parameters is missing; give it a block of"
                + " keys",
            "application.yaml:3: drover.jobs.nightly.permission-mode is missing; give it one of"
                + " acceptEdits, bypassPermissions, default, dontAsk, plan",
            "application.yaml:3: drover.jobs.nightly.allowed-tools is missing; give it a list");
  }

  @Test
  void a_file_that_cannot_be_read_is_named_with_the_reason() throws IOException {
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
    Path absent = directory.resolve("absent.yaml");
    assertThat(problems(directory)).isEqualTo(directory + ": is a directory; name the file in it");
    assertThat(problems(absent)).isEqualTo(absent + ": no such file; create it or name another");
    assertThat(problems(binary)).isEqualTo(binary + ": is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void a_secret_in_a_wrong_value_is_not_repeated_in_the_message() {
    String key = "sk-ant-" + "api03-0123456789abcdef";
    assertThat(Sources.problemsInFile(directory, "drover: {review: {rounds: " + key + "}}"))
        .contains("drover.review.rounds is \"[redacted]\"")
        .doesNotContain(key);
  }

  @Test
  void a_file_nested_without_end_is_refused_like_any_other_mistake() {
    assertThat(Sources.problemsInFile(directory, "drover: " + "[".repeat(100_000)))
        .isEqualTo("application.yaml: is nested too deeply to be read; flatten it");
  }

  @Test
  void a_message_stays_one_line_whatever_stands_in_the_file() {
    assertThat(Sources.problemsInFile(directory, "drover: {\"a\\nb\\e[31m\": 1}"))
        .startsWith("application.yaml:1: unknown key drover.a b [31m; remove it");
  }

  @Test
  void an_empty_file_changes_nothing() {
    assertThat(Sources.withFile(directory, "")).isEqualTo(Sources.defaults());
    assertThat(Sources.withFile(directory, "# later\n")).isEqualTo(Sources.defaults());
    assertThat(Sources.withFile(directory, "drover:\n  review:\n")).isEqualTo(Sources.defaults());
  }

  private static String problems(Path file) {
    return Sources.problems(Optional.of(file), Map.of());
  }
}
