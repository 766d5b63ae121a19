package drover.follow;

import static drover.follow.Transcripts.event;
import static drover.follow.Transcripts.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolUse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opencode 1.18.33 prints, and what the product makes of it. */
class OpencodeOutputTest {
  private static final String OPENCODE = "other-opencode.jsonl";

  @Test
  void a_call_and_its_result_are_one_line() {
    OtherAgentEvent line = (OtherAgentEvent) event(lines(OPENCODE).get(1));

    assertThat(line.toolUse())
        .hasValue(new ToolUse("toolu_mock00000200", "bash", "echo hi-from-opencode"));
    assertThat(line.toolResult()).hasValue(new ToolResult("toolu_mock00000200", ToolVerdict.RAN));
    assertThat(line.sessionId()).isEqualTo("ses_e047ee742ffeVHD8HtP7IsYWiG");
  }

  @Test
  void a_command_that_fails_is_an_error_although_its_call_is_completed() {
    assertThat(reportOf("opencode-failing-tool.jsonl").consecutiveToolErrors()).isEqualTo(4);
  }

  @Test
  void every_step_is_one_answer_of_the_model_so_that_turns_can_be_limited() {
    assertThat(reportOf("opencode-failing-tool.jsonl").modelMessages()).isEqualTo(4);
  }

  @Test
  void a_refusal_counts_as_denied() {
    assertThat(reportOf("opencode-denied.jsonl").denials()).isEqualTo(1);
    assertThat(reportOf("opencode-asked.jsonl").denials()).isEqualTo(1);
  }

  @Test
  void a_cost_that_opencode_knows_is_reported() {
    TurnReport report = reportOf(OPENCODE);

    assertThat(report.costUsd()).isCloseTo(0.0075, within(1e-9));
    assertThat(report.costEstimated()).isFalse();
  }

  @Test
  void a_cost_that_opencode_does_not_know_is_estimated_from_tokens_and_prices_of_its_model() {
    TurnReport report =
        new TurnReport(InferredPrices.TABLE, Optional.of("claude-sonnet-5-5-20260101"));
    lines("opencode-denied.jsonl").forEach(line -> report.add(event(line)));

    double step = (1000 * 2 + 50 * 10 + 200 * 0.1 + 100 * 2.5) / 1e6;
    assertThat(report.costUsd()).isCloseTo(2 * step, within(1e-9));
    assertThat(report.costEstimated()).isTrue();
    assertThat(report.model()).hasValue("claude-sonnet-5-5-20260101");
  }

  @Test
  void one_estimated_step_makes_the_cost_of_the_turn_an_estimate() {
    List<String> mixed =
        Stream.concat(lines("opencode-denied.jsonl").stream(), lines(OPENCODE).stream()).toList();

    TurnReport report = Transcripts.report(mixed.toArray(String[]::new));

    assertThat(report.costEstimated()).isTrue();
  }

  @Test
  void a_refused_request_says_when_to_come_back() {
    String error =
        """
        {"type":"error","timestamp":1795275654000,"sessionID":"ses_1","error":{"name":"APIError","data":\
        {"message":"slow down","statusCode":429,"responseHeaders":{"retry-after":"%s"}}}}""";

    assertThat(Transcripts.report(error.formatted("3600")).end().until())
        .hasValue(Instant.ofEpochMilli(1795275654000L).plusSeconds(3600));
    assertThat(Transcripts.report(error.formatted("soon")).end().until()).isEmpty();
    assertThat(Transcripts.report(error.formatted("999999")).end().until())
        .hasValue(Instant.ofEpochMilli(1795275654000L).plusSeconds(8 * 24 * 3600));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1}",
        "Here it is:\n{\"a\": 1}\n",
        "```json\n{\"a\": 1}\n```",
        "First {\"b\": 2} in a sentence.\n\n```\n{\"a\": 1}\n```\n",
        "{\"b\": 2}\n\n{\"a\": 1}"
      })
  void the_object_at_the_end_of_an_answer_is_its_structured_answer(String answer) {
    assertThat(JsonAnswer.in(answer).map(text -> drover.json.Json.tree(text).path("a").asInt()))
        .hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "All done.", "{\"a\": 1", "[1]", "{\"a\": 1} is what I found", "{a: 1}", "}"})
  void prose_is_no_structured_answer(String answer) {
    assertThat(JsonAnswer.in(answer)).isEmpty();
  }

  @Test
  void the_structured_answer_is_the_last_one() {
    String said = "{\"type\":\"text\",\"sessionID\":\"ses_1\",\"part\":{\"text\":%s}}";

    TurnReport report =
        Transcripts.report(
            said.formatted(drover.json.Json.write("{\"a\": 1}")),
            said.formatted(drover.json.Json.write("{\"a\": 2}")));

    assertThat(report.structuredOutput()).hasValue("{\"a\": 2}");
  }

  @ParameterizedTest
  @MethodSource
  void an_output_cut_off_anywhere_is_read_as_far_as_it_goes(String name) {
    byte[] whole = Transcripts.bytes(name);
    for (int length = 0; length < whole.length; length += 7) {
      Inspection seen = Transcripts.inspect(java.util.Arrays.copyOf(whole, length));

      assertThat(seen.malformed()).isBetween(0L, 1L);
    }
  }

  static Stream<String> an_output_cut_off_anywhere_is_read_as_far_as_it_goes() {
    return Transcripts.names().stream().filter(name -> name.contains("opencode"));
  }

  /** No value in a known place, however odd, ends the following of a turn. */
  @Property
  void odd_values_are_never_fatal(@ForAll String odd, @ForAll long number) {
    String text = drover.json.Json.write(odd);
    for (String line : lines(OPENCODE)) {
      String bent =
          line.replace("\"stop\"", text)
              .replace("0.00375", Long.toString(number))
              .replace("\"completed\"", text)
              .replace("\"echo hi-from-opencode\"", "{\"deep\":[" + text + "]}");
      assertThat(event(bent)).isNotNull();
      Transcripts.report(bent, odd, "{\"type\":\"error\",\"sessionID\":" + text + "}");
    }
  }

  @Property
  void lines_of_garbage_are_counted_and_never_fatal(@ForAll byte[] garbage) {
    byte[] line =
        new String(garbage, StandardCharsets.ISO_8859_1)
            .replace("\n", "")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(new AgentOutputReader().read(line, 0, line.length).type()).isNotEmpty();
  }

  private static TurnReport reportOf(String name) {
    return Transcripts.report(Transcripts.bytes(name));
  }
}
