package drover.follow;

import static drover.follow.Transcripts.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TurnEndTest {

  @Test
  void subtype_success_with_an_error_is_no_success() {
    assertThat(end("overloaded-all.jsonl").outcome()).isEqualTo(TurnOutcome.FAILED);
    assertThat(end("overloaded-all.jsonl").reason())
        .startsWith("overloaded: API Error: 529 Overloaded.");
  }

  @Test
  void a_usage_limit_tells_until_when() {
    assertThat(end("subscription-limit.jsonl").until())
        .contains(Instant.parse("2026-11-21T03:00:00Z"));
  }

  @Test
  void a_plain_429_is_a_failure_not_a_usage_limit() {
    TurnEnd end =
        report(
                "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"allowed\"}}",
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,"
                    + "\"api_error_status\":429,\"result\":\"slow down\"}")
            .end();

    assertThat(end).isEqualTo(TurnEnd.of(TurnOutcome.FAILED, "rate-limited", "slow down"));
  }

  @Test
  void a_rejected_window_with_a_429_is_a_usage_limit_even_without_its_code() {
    TurnEnd end =
        report(
                "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"status\":\"rejected\"}}",
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,"
                    + "\"api_error_status\":429}")
            .end();

    assertThat(end.outcome()).isEqualTo(TurnOutcome.USAGE_LIMITED);
    assertThat(end.until()).isEmpty();
  }

  @Test
  void a_retry_that_was_rejected_at_first_does_not_taint_the_success() {
    assertThat(end("rate-limited-retry.jsonl").outcome()).isEqualTo(TurnOutcome.SUCCEEDED);
  }

  @Test
  void an_interrupted_turn_is_cancelled_though_its_process_exits_with_0() {
    assertThat(report(Transcripts.bytes("sigint.jsonl")).end(0).outcome())
        .isEqualTo(TurnOutcome.CANCELLED);
  }

  @Test
  void a_result_stands_whatever_the_exit_status() {
    TurnReport done = report(Transcripts.bytes("success.jsonl"));

    assertThat(done.end(143)).isEqualTo(done.end());
  }

  @Test
  void without_a_result_the_exit_status_decides() {
    TurnReport report = report(Transcripts.bytes("sigterm.jsonl"));

    assertThat(report.end(0))
        .extracting(TurnEnd::outcome, TurnEnd::reasonCode)
        .containsExactly(TurnOutcome.LOST, "no-result");
    assertThat(report.end(143))
        .extracting(TurnEnd::outcome, TurnEnd::reasonCode)
        .containsExactly(TurnOutcome.LOST, "killed");
    assertThat(report.end(1))
        .extracting(TurnEnd::outcome, TurnEnd::reasonCode)
        .containsExactly(TurnOutcome.FAILED, "agent-exit");
  }

  @Test
  void output_that_stops_in_mid_line_is_lost_and_the_line_counted() {
    byte[] whole = Transcripts.bytes("success.jsonl");
    Inspection seen = Transcripts.inspect(Arrays.copyOf(whole, whole.length - 100));

    assertThat(seen.outcome()).isEqualTo(TurnOutcome.LOST);
    assertThat(seen.malformed()).isEqualTo(1);
    assertThat(seen.lines()).isEqualTo(9);
    assertThat(seen.costEstimated()).isTrue();
  }

  @Test
  void other_agents_that_stop_between_steps_are_lost() {
    for (String name :
        new String[] {"other-codex.jsonl", "other-gemini.jsonl", "other-opencode.jsonl"}) {
      var lines = Transcripts.lines(name);
      TurnReport cut = report(lines.subList(0, lines.size() - 1).toArray(String[]::new));
      assertThat(cut.end().outcome()).as(name).isEqualTo(TurnOutcome.LOST);
    }
  }

  @Test
  void other_agents_that_fail_say_why() {
    TurnEnd end =
        report("{\"type\":\"turn.failed\",\"error\":{\"message\":\"quota exceeded\"}}").end();

    assertThat(end).isEqualTo(TurnEnd.of(TurnOutcome.FAILED, "agent-error", "quota exceeded"));
  }

  @Test
  void a_refused_credential_is_seen_without_the_assistant_line_that_json_format_lacks() {
    assertThat(jsonResult("\"api_error_status\":401").reasonCode()).isEqualTo("http-401");
    assertThat(jsonResult("\"api_error_status\":403").outcome())
        .isEqualTo(TurnOutcome.AUTH_REJECTED);
    assertThat(jsonResult("\"result\":\"Not logged in · Please run /login\"").outcome())
        .isEqualTo(TurnOutcome.AUTH_REJECTED);
    assertThat(jsonResult("\"result\":\"Credit balance is too low\"").reasonCode())
        .isEqualTo("billing");
    assertThat(jsonResult("\"api_error_status\":500").reasonCode()).isEqualTo("overloaded");
  }

  @Test
  void an_error_of_a_subagent_does_not_decide_the_turn() {
    String subagents =
        "{\"type\":\"assistant\",\"error\":\"authentication_failed\","
            + "\"message\":{\"id\":\"m\"},\"parent_tool_use_id\":\"task\"}";
    String result = "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true}";

    assertThat(report(subagents, result).end().reasonCode()).isEqualTo("agent-error");
  }

  @Test
  void a_session_that_cannot_be_resumed_is_a_failure_in_the_agents_words() {
    TurnEnd end =
        report(
                "{\"errors\":[\"No conversation found\"],\"is_error\":true,"
                    + "\"subtype\":\"error_during_execution\",\"type\":\"result\"}")
            .end(1);

    assertThat(end)
        .isEqualTo(TurnEnd.of(TurnOutcome.FAILED, "execution-error", "No conversation found"));
  }

  @Test
  void outcomes_are_the_words_of_the_documents() {
    assertThat(TurnOutcome.values())
        .extracting(TurnOutcome::word)
        .containsExactly(
            "succeeded",
            "failed",
            "usage-limited",
            "auth-rejected",
            "over-budget",
            "out-of-time",
            "out-of-turns",
            "too-many-errors",
            "cancelled",
            "lost");
  }

  private static TurnEnd jsonResult(String field) {
    return report("{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true," + field + "}")
        .end();
  }

  private static TurnEnd end(String transcript) {
    return report(Transcripts.bytes(transcript)).end();
  }
}
