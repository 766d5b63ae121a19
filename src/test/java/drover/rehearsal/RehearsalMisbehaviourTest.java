package drover.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.rehearsal.Rehearsal.Running;
import drover.rehearsal.Rehearsal.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the rehearsal agent does when it is told to misbehave, so that the factory can be tried
 * against it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RehearsalMisbehaviourTest {
  @TempDir Path directory;
  private Rehearsal rehearsal;

  static List<String> promisedShells() {
    return Rehearsal.promisedShells().toList();
  }

  static List<String> shells() {
    return Rehearsal.shells().toList();
  }

  @BeforeEach
  void start() throws Exception {
    rehearsal = Rehearsal.in(directory);
  }

  @Test
  void an_unknown_word_is_refused_with_the_words_there_are() throws Exception {
    Turn turn = rehearsal.misbehaving("explode").turn("implement");

    assertThat(turn.exit()).isEqualTo(2);
    assertThat(turn.output()).isEmpty();
    assertThat(Files.readString(directory.resolve("errors")))
        .contains("explode", "no-commit", "plant");
  }

  @Test
  void only_turns_of_the_purpose_named_misbehave() {
    rehearsal.misbehaving("auth:fix");

    assertThat(rehearsal.turn("implement").exit()).isZero();
    assertThat(rehearsal.turn("review").exit()).isZero();
    assertThat(rehearsal.turn("fix").exit()).isEqualTo(1);
  }

  @Test
  void once_means_once() {
    rehearsal.misbehaving("api-error-once");

    assertThat(rehearsal.turn("implement").exit()).isEqualTo(1);
    assertThat(rehearsal.turn("implement").exit()).isZero();
  }

  @Test
  void no_commit_claims_to_be_done_and_leaves_its_work_uncommitted() {
    Turn turn = rehearsal.misbehaving("no-commit").turn("implement");

    assertThat(turn.result().path("result").asText()).contains("committed");
    assertThat(rehearsal.changedFiles()).isEmpty();
    assertThat(rehearsal.git("status", "--porcelain")).startsWith("?? posts/");
  }

  @Test
  void no_change_claims_to_be_done_and_leaves_nothing() {
    Turn turn = rehearsal.misbehaving("no-change").turn("implement");

    assertThat(turn.result().path("is_error").asBoolean()).isFalse();
    assertThat(rehearsal.changedFiles()).isEmpty();
    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void error_result_ends_with_an_error() {
    Turn turn = rehearsal.misbehaving("error-result").turn("implement");

    assertThat(turn.exit()).isEqualTo(1);
    assertThat(turn.result().path("subtype").asText()).isEqualTo("error_during_execution");
    assertThat(turn.result().path("is_error").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "api-error, 529, server_error, overloaded_error",
    "auth, 401, authentication_failed, authentication_error",
    "rate-limit, 429, rate_limit, rate_limit_error",
  })
  void what_the_api_refuses_is_told_as_the_real_one_tells_it(
      String word, int status, String error, String type) {
    Turn turn = rehearsal.misbehaving(word).turn("implement");

    assertThat(turn.exit()).isEqualTo(1);
    JsonNode result = turn.result();
    assertThat(result.path("subtype").asText()).isEqualTo("success");
    assertThat(result.path("is_error").asBoolean()).isTrue();
    assertThat(result.path("terminal_reason").asText()).isEqualTo("api_error");
    assertThat(result.path("api_error_status").asInt()).isEqualTo(status);
    assertThat(result.path("api_error_type").asText()).isEqualTo(type);
    JsonNode message = turn.events("assistant").get(0);
    assertThat(message.path("error").asText()).isEqualTo(error);
    assertThat(message.path("message").path("model").asText()).isEqualTo("<synthetic>");
  }

  @Test
  void rate_limit_says_when_it_resets() {
    long now = Instant.now().getEpochSecond();

    Turn turn =
        rehearsal
            .misbehaving("rate-limit")
            .with("DROVER_REHEARSAL_RESETS_IN", "7200")
            .turn("implement");

    JsonNode limit = turn.events("rate_limit_event").get(0).path("rate_limit_info");
    assertThat(limit.path("status").asText()).isEqualTo("rejected");
    assertThat(limit.path("resetsAt").asLong()).isGreaterThanOrEqualTo(now + 7200);
    assertThat(turn.result().path("api_error").asText()).isEqualTo("usage_limit_reached");
  }

  @Test
  void max_turns_goes_on_until_its_turns_are_used_up() {
    Turn turn =
        rehearsal.misbehaving("max-turns").withArguments("--max-turns", "4").turn("implement");

    assertThat(turn.exit()).isEqualTo(1);
    assertThat(turn.result().path("subtype").asText()).isEqualTo("error_max_turns");
    assertThat(turn.result().path("num_turns").asInt()).isEqualTo(5);
    assertThat(turn.result().has("result")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void a_crash_stops_in_the_middle_of_a_line_and_the_next_turn_goes_on(String shell)
      throws Exception {
    rehearsal = Rehearsal.in(directory.resolve("again"), shell).misbehaving("crash-once");

    Turn turn = rehearsal.turn("implement");

    assertThat(turn.exit()).isEqualTo(137);
    assertThat(turn.output()).doesNotEndWith("\n").doesNotContain("\"type\":\"result\"");
    assertThat(rehearsal.git("status", "--porcelain")).startsWith("?? posts/");

    assertThat(rehearsal.withArguments("--resume", "s").turn("implement").exit()).isZero();
    assertThat(rehearsal.changedFiles()).hasSize(1);
    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_secret_is_committed_that_looks_like_a_token() {
    rehearsal.misbehaving("secret").turn("implement");

    assertThat(rehearsal.git("show", "HEAD"))
        .containsPattern("sk-ant-oat01-[A-Za-z0-9]{40}(?![A-Za-z0-9])");
  }

  @Test
  void the_script_itself_holds_nothing_that_looks_like_a_token() throws Exception {
    assertThat(Files.readString(Rehearsal.AGENT))
        .doesNotContainPattern("sk-ant-[a-z0-9]+-[A-Za-z0-9]{8}");
  }

  @Test
  void bad_scores_never_fit_the_schema() {
    rehearsal.turn("implement");
    rehearsal.misbehaving("bad-scores");

    assertThat(rehearsal.turn("review").answer().path("scores").isObject()).isFalse();
    assertThat(rehearsal.turn("review").answer().path("scores").isObject()).isFalse();
  }

  @Test
  void bad_scores_once_are_followed_by_good_ones() {
    rehearsal.turn("implement");
    rehearsal.misbehaving("bad-scores-once");

    assertThat(rehearsal.turn("review").answer().path("scores").isObject()).isFalse();
    assertThat(rehearsal.turn("review").answer().path("scores").isObject()).isTrue();
  }

  @Test
  void low_scores_are_never_satisfied() {
    rehearsal.misbehaving("low-scores").turn("implement");
    rehearsal.turn("fix");

    JsonNode answer = rehearsal.with("DROVER_ROUND", "3").turn("review").answer();

    assertThat(answer.path("scores").path("sources").asInt()).isEqualTo(2);
    assertThat(answer.path("findings")).isNotEmpty();
  }

  @Test
  void substance_no_stops_at_the_gate_without_a_commit() throws Exception {
    JsonNode report = rehearsal.misbehaving("substance-no").turn("implement").answer();

    assertThat(RehearsalAgentTest.publisherSchemaFaults(report)).isEmpty();
    assertThat(report.path("stopped").path("stage").asText()).isEqualTo("substance-gate");
    assertThat(report.path("stages").findValuesAsText("result"))
        .containsExactly("passed", "failed", "skipped", "skipped", "skipped", "skipped");
    assertThat(rehearsal.changedFiles()).isEmpty();
    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void stage_failed_reports_a_failed_security_audit() throws Exception {
    JsonNode report = rehearsal.misbehaving("stage-failed").turn("implement").answer();

    assertThat(RehearsalAgentTest.publisherSchemaFaults(report)).isEmpty();
    assertThat(report.path("stages").path(5).path("result").asText()).isEqualTo("failed");
    assertThat(report.path("stopped").path("stage").asText()).isEqualTo("security-audit");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void a_broken_build_is_mended_by_a_repair(String shell) throws Exception {
    rehearsal = Rehearsal.in(directory.resolve("again"), shell).misbehaving("break-build");

    rehearsal.turn("implement");
    Turn broken = rehearsal.attempt("bin/build");
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.output())
        .contains(rehearsal.changedFiles().get(0) + ": front matter: title is missing");

    rehearsal.turn("repair");
    assertThat(rehearsal.run("bin/build")).contains("built 3 pages");
    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_build_that_is_broken_for_ever_is_not() {
    rehearsal.misbehaving("break-build-forever").turn("implement");
    String before = rehearsal.git("rev-parse", "HEAD");

    rehearsal.turn("repair");
    rehearsal.turn("repair");

    assertThat(rehearsal.attempt("bin/build").exit()).isEqualTo(1);
    assertThat(rehearsal.git("rev-parse", "HEAD")).isNotEqualTo(before);
  }

  @Test
  void plant_lays_traps_for_others_and_steps_into_none_itself() {
    Path marker = directory.resolve("planted");
    rehearsal.misbehaving("plant").with("DROVER_PLANT_MARKER", marker.toString());

    assertThat(rehearsal.turn("implement").exit()).isZero();
    assertThat(rehearsal.turn("review").exit()).isZero();
    assertThat(rehearsal.turn("fix").exit()).isZero();
    assertThat(rehearsal.turn("repair").exit()).isZero();
    assertThat(marker).doesNotExist();
    assertThat(rehearsal.changedFiles()).contains(".gitattributes").hasSizeGreaterThan(1);

    String other = directory.resolve("clean").toString();
    rehearsal.run("git", "init", "-q", "--bare", other);
    rehearsal.run("git", "-C", other, "fetch", "-q", rehearsal.repository.toString(), "HEAD");
    assertThat(marker).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "diff HEAD~1",
        "commit --allow-empty -m x",
        "checkout -q -b other",
        "publish",
        "push origin HEAD"
      })
  void any_trap_that_is_stepped_into_leaves_its_mark(String command) {
    Path marker = directory.resolve("planted");
    rehearsal.misbehaving("plant").with("DROVER_PLANT_MARKER", marker.toString()).turn("implement");

    rehearsal.attempt(("git " + command).split(" "));

    assertThat(marker).exists();
  }

  @Test
  void a_slow_turn_takes_a_hundred_small_steps_and_does_its_work() {
    Turn turn = rehearsal.misbehaving("slow").turn("implement");

    assertThat(turn.output()).contains("small step 1 of 100", "small step 100 of 100");
    assertThat(rehearsal.changedFiles()).hasSize(1);
  }

  @Test
  void endless_output_goes_on_until_it_is_killed() throws Exception {
    Running turn = rehearsal.misbehaving("endless-output").start("implement");

    for (int line = 0; line < 2000; line++) {
      turn.until("\"type\":\"");
    }

    assertThat(turn.process.isAlive()).isTrue();
    assertThat(turn.signal("KILL").finish().exit()).isEqualTo(137);
  }

  @Test
  void a_hanging_turn_says_nothing_after_its_first_line_and_leaves_no_process() {
    Running turn = rehearsal.misbehaving("hang").start("implement").until("\"init\"");

    List<ProcessHandle> begun = turn.process.descendants().toList();
    turn.signal("TERM");

    Turn ended = turn.finish(); // nobody holds its output any more
    assertThat(begun).noneMatch(ProcessHandle::isAlive);
    assertThat(ended.exit()).isEqualTo(143);
    assertThat(ended.output().lines()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("promisedShells")
  void an_ignored_interrupt_needs_to_be_killed(String shell) throws Exception {
    rehearsal = Rehearsal.in(directory.resolve("again"), shell).misbehaving("ignore-interrupt");
    Running turn = rehearsal.start("implement").until("I go on");

    turn.signal("INT").until("I go on (interrupted)");
    turn.signal("TERM").until("I go on (told to end)");

    assertThat(turn.signal("KILL").finish().exit()).isEqualTo(137);
  }
}
