package drover.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import drover.rehearsal.Rehearsal.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rehearsal agent promises while it behaves. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RehearsalAgentTest {
  private static final String DRAFT = "posts/write-a-blog-post-about-autonomous-agent.md";

  @TempDir Path directory;

  static List<String> promisedShells() {
    return Rehearsal.promisedShells().toList();
  }

  static List<String> shells() {
    return Rehearsal.shells().toList();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void round_one_does_not_pass_and_round_two_does(String shell) throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory, shell);

    assertThat(rehearsal.turn("implement").exit()).isZero();
    JsonNode first = rehearsal.with("DROVER_ROUND", "1").turn("review").answer();
    assertThat(first.path("scores").path("sources").asInt()).isEqualTo(2);
    assertThat(first.path("findings").path(0).asText()).contains(DRAFT, "## Sources");

    assertThat(rehearsal.turn("fix").exit()).isZero();
    assertThat(rehearsal.read(DRAFT)).contains("\n## Sources\n");
    JsonNode second = rehearsal.with("DROVER_ROUND", "2").turn("review").answer();
    assertThat(scores(second)).hasSize(5).allMatch(score -> score >= 4);
    assertThat(second.path("findings")).isEmpty();
    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void a_publisher_writes_a_draft_that_builds_and_commits_nothing_else(String shell)
      throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory, shell);

    Turn turn = rehearsal.turn("implement");

    assertThat(rehearsal.changedFiles()).containsExactly(DRAFT);
    assertThat(rehearsal.read(DRAFT)).contains("status: draft").doesNotContain("## Sources");
    assertThat(rehearsal.run("bin/build")).contains("built 3 pages");
    assertThat(turn.output()).contains("bin/build", "substance gate", "security audit");
    assertThat(rehearsal.git("log", "-1", "--format=%s")).startsWith("rehearsal: ");
    assertThat(turn.result().path("result").asText()).startsWith("Rehearsal: ");
    assertThat(rehearsal.read(DRAFT)).contains("This is a rehearsal");
  }

  @Test
  void the_report_of_a_publisher_fits_its_schema() throws Exception {
    JsonNode report = Rehearsal.in(directory).turn("implement").answer();

    assertThat(publisherSchemaFaults(report)).isEmpty();
    assertThat(report.path("stages").findValuesAsText("name"))
        .containsExactly("research", "substance-gate", "write", "review", "qa", "security-audit");
    assertThat(report.path("stages").findValuesAsText("result")).containsOnly("passed");
  }

  @Test
  void without_posts_the_draft_goes_to_a_folder_of_its_own() throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory);
    rehearsal.git("rm", "-rq", "posts", "bin");
    rehearsal.git("commit", "-qm", "No blog");

    rehearsal.with("DROVER_BASE_SHA", rehearsal.git("rev-parse", "HEAD")).turn("implement");

    assertThat(rehearsal.git("show", "--name-only", "--format=", "HEAD"))
        .startsWith("drafts/write-a-blog");
  }

  @Test
  void any_other_agent_leaves_a_note_under_its_name() throws Exception {
    Rehearsal rehearsal =
        Rehearsal.in(directory).with("DROVER_JOB", "agent").withArguments("--agent", "Gardener 2");

    Turn turn = rehearsal.turn("implement");

    assertThat(turn.exit()).isZero();
    assertThat(rehearsal.changedFiles())
        .containsExactly("rehearsal/gardener-2-write-a-blog-post-about-autonomous-agent.md");
    rehearsal.with("DROVER_CRITERIA", "fulfils-task correctness");
    assertThat(rehearsal.turn("review").answer().path("scores").path("fulfils-task").asInt())
        .isEqualTo(2);
    rehearsal.turn("fix");
    assertThat(scores(rehearsal.turn("review").answer())).containsExactly(5, 4);
  }

  @Test
  void the_same_topic_again_takes_the_next_free_name() throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory);

    rehearsal.turn("implement");
    rehearsal.turn("implement");
    rehearsal.turn("implement");

    assertThat(rehearsal.changedFiles())
        .containsExactlyInAnyOrder(
            DRAFT,
            "posts/write-a-blog-post-about-autonomous-a-2.md",
            "posts/write-a-blog-post-about-autonomous-a-3.md");
    assertThat(rehearsal.run("bin/build")).contains("built 5 pages");
  }

  @Test
  void a_resumed_turn_does_not_do_its_work_twice() throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory);
    rehearsal.turn("implement");
    String head = rehearsal.git("rev-parse", "HEAD");

    Turn again = rehearsal.withArguments("--resume", "the-session").turn("implement");

    assertThat(rehearsal.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(publisherSchemaFaults(again.answer())).isEmpty();
  }

  @Test
  void a_review_changes_nothing_at_all() throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory);
    rehearsal.turn("implement");
    var before = rehearsal.everything();

    rehearsal.turn("review");

    assertThat(rehearsal.everything()).isEqualTo(before);
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--session-id", "--resume"})
  void every_line_carries_the_session_it_was_given(String option) throws Exception {
    Turn turn = Rehearsal.in(directory).withArguments(option, "5f0c-\"7\"").turn("review");

    assertThat(turn.events())
        .allMatch(event -> event.path("session_id").asText().equals("5f0c-\"7\""));
  }

  @Test
  void the_stream_has_the_shape_of_the_real_one() throws Exception {
    Turn turn = Rehearsal.in(directory).turn("implement");

    JsonNode init = turn.events().get(0);
    assertThat(init.path("subtype").asText()).isEqualTo("init");
    assertThat(init.path("model").asText()).isEqualTo("rehearsal");
    assertThat(init.path("cwd").asText()).endsWith("/blog");
    assertThat(turn.events("rate_limit_event")).hasSize(1);
    assertThat(ids(turn.events("assistant"), "/message/id"))
        .isEqualTo(ids(turn.events("stream_event"), "/api_message_id"));
    assertThat(ids(turn.events("assistant"), "/message/content/0/id"))
        .isEqualTo(ids(turn.events("user"), "/message/content/0/tool_use_id"));
    Set<String> uuids = new HashSet<>();
    assertThat(turn.events()).allMatch(event -> uuids.add(event.path("uuid").asText()));

    JsonNode result = turn.result();
    assertThat(turn.events()).last().isEqualTo(result);
    assertThat(result.path("subtype").asText()).isEqualTo("success");
    assertThat(result.path("is_error").asBoolean(true)).isFalse();
    assertThat(result.path("total_cost_usd").asDouble(1)).isZero();
    assertThat(result.path("num_turns").asInt())
        .isEqualTo(ids(turn.events("assistant"), "/message/id").size());
    assertThat(result.path("modelUsage").path("rehearsal").path("costUSD").asDouble(1)).isZero();
    assertThat(result.has("model_usage_since_last_result")).isTrue();
    assertThat(result.path("permission_denials").isArray()).isTrue();
    assertThat(result.path("duration_ms").isInt()).isTrue();
  }

  @Test
  void partial_messages_and_structured_output_come_only_when_asked_for() throws Exception {
    Turn turn = Rehearsal.in(directory).withoutPartialMessages().withoutSchema().turn("implement");

    assertThat(turn.events("stream_event")).isEmpty();
    assertThat(turn.result().has("structured_output")).isFalse();
  }

  @Test
  void it_stops_at_the_turns_it_was_allowed() throws Exception {
    Turn turn = Rehearsal.in(directory).withArguments("--max-turns", "2").turn("implement");

    assertThat(turn.exit()).isEqualTo(1);
    assertThat(turn.result().path("subtype").asText()).isEqualTo("error_max_turns");
    assertThat(turn.result().path("num_turns").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quotes\" and \\backslashes\\ \\n \\u0000 \\134",
        "first line\nsecond line\r\n\tthird",
        "$(touch pwned) `touch pwned` ${HOME}",
        "'; touch pwned; '",
        "--help -rf / -- --resume",
        "%s %n %d 100% %%",
        "control \u0001\u0007\u001b[31m \u007f \u0085 characters",
        "\",\"is_error\":true,\"x\":\"",
        "---\ntitle: mine\nslug: ../../etc\n---",
        "<script>alert(1)</script> & {{content}} ${task}",
        "Über Größen, 漢字 and 🦄 on the way",
        "* ? [a-z] ~ ! # | > pwned",
      })
  void a_hostile_topic_is_only_a_topic(String topic) throws Exception {
    Rehearsal rehearsal =
        Rehearsal.in(directory).without("DROVER_TOPIC").prompt(topic.getBytes(UTF_8));

    Turn turn = rehearsal.turn("implement");

    assertThat(turn.exit()).isZero();
    assertThat(publisherSchemaFaults(turn.answer())).isEmpty();
    assertThat(turn.result().path("is_error").asBoolean()).isFalse();
    assertThat(rehearsal.changedFiles())
        .singleElement()
        .asString()
        .matches("posts/[a-z0-9][a-z0-9-]{0,39}\\.md");
    rehearsal.run("bin/build");
    assertThat(rehearsal.repository.resolve("pwned")).doesNotExist();
    assertThat(rehearsal.read("public/index.html")).doesNotContain("<script>alert");
    assertThat(rehearsal.git("status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t ", "!!! ???", "漢字"})
  void a_topic_without_a_letter_is_untitled(String topic) throws Exception {
    Rehearsal rehearsal =
        Rehearsal.in(directory).with("DROVER_TOPIC", "").prompt(topic.getBytes(UTF_8));

    rehearsal.turn("implement");

    assertThat(rehearsal.changedFiles()).containsExactly("posts/untitled.md");
    rehearsal.run("bin/build");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void bytes_that_are_no_text_do_not_break_a_line(String shell) throws Exception {
    byte[] noise = new byte[2048];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 37 + i / 256);
    }
    Rehearsal rehearsal = Rehearsal.in(directory, shell).without("DROVER_TOPIC").prompt(noise);

    assertThat(publisherSchemaFaults(rehearsal.turn("implement").answer())).isEmpty();
    assertThat(Files.readString(rehearsal.repository.resolve(rehearsal.changedFiles().get(0))))
        .contains("title: ");
  }

  @Test
  void a_prompt_of_a_megabyte_is_read_to_its_end_and_only_its_beginning_used() throws Exception {
    Rehearsal rehearsal =
        Rehearsal.in(directory)
            .without("DROVER_TOPIC")
            .prompt("\"\\\n$(x) ".repeat(150_000).getBytes(UTF_8));

    Turn turn = rehearsal.turn("implement");

    assertThat(turn.exit()).isZero();
    assertThat(turn.output().length()).isLessThan(100_000);
  }

  @Test
  void a_topic_as_long_as_the_system_allows_is_cut() throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory).with("DROVER_TOPIC", "a\"b ".repeat(30_000));

    assertThat(publisherSchemaFaults(rehearsal.turn("implement").answer())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("promisedShells")
  void an_interrupt_ends_with_a_result_and_status_zero(String shell) throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory, shell).with("DROVER_REHEARSAL_PAUSE", "600");

    Turn turn = rehearsal.start("implement").until("tool_result").signal("INT").finish();

    assertThat(turn.exit()).isZero();
    assertThat(turn.result().path("subtype").asText()).isEqualTo("error_during_execution");
    assertThat(turn.result().path("is_error").asBoolean()).isTrue();
    assertThat(turn.result().path("terminal_reason").asText()).isEqualTo("aborted_streaming");
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("promisedShells")
  void a_termination_ends_without_a_result(String shell) throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory, shell).with("DROVER_REHEARSAL_PAUSE", "600");

    Turn turn = rehearsal.start("implement").until("tool_result").signal("TERM").finish();

    assertThat(turn.exit()).isEqualTo(143);
    assertThat(turn.events("result")).isEmpty();
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void a_turn_of_an_unknown_purpose_answers_and_changes_nothing() throws Exception {
    Rehearsal rehearsal = Rehearsal.in(directory);

    Turn turn = rehearsal.turn("tell");

    assertThat(turn.result().path("result").asText()).startsWith("Rehearsal: ");
    assertThat(rehearsal.changedFiles()).isEmpty();
  }

  static Set<String> publisherSchemaFaults(JsonNode report) throws Exception {
    String schema = Files.readString(Rehearsal.ROOT.resolve("routes/jobs/publisher.schema.json"));
    Set<String> faults = new HashSet<>();
    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(schema)
        .validate(report)
        .forEach(fault -> faults.add(fault.getMessage()));
    return faults;
  }

  private static List<Integer> scores(JsonNode answer) {
    return StreamSupport.stream(answer.path("scores").spliterator(), false)
        .map(JsonNode::asInt)
        .toList();
  }

  private static Set<String> ids(List<JsonNode> events, String pointer) {
    Set<String> ids = new HashSet<>();
    events.stream()
        .map(event -> event.at(pointer).asText())
        .filter(id -> !id.isEmpty())
        .forEach(ids::add);
    return ids;
  }
}
