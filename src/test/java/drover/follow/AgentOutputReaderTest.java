package drover.follow;

import static drover.follow.Transcripts.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import drover.follow.AgentEvent.ApiRetry;
import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.Malformed;
import drover.follow.AgentEvent.MessageFinished;
import drover.follow.AgentEvent.PermissionDenied;
import drover.follow.AgentEvent.RateLimitSeen;
import drover.follow.AgentEvent.SessionStarted;
import drover.follow.AgentEvent.Standing;
import drover.follow.AgentEvent.TaskNotified;
import drover.follow.AgentEvent.TaskStarted;
import drover.follow.AgentEvent.ToolProgress;
import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolResults;
import drover.follow.AgentEvent.ToolUse;
import drover.follow.AgentEvent.TurnResult;
import drover.follow.AgentEvent.Unknown;
import drover.follow.RateLimit.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AgentOutputReaderTest {

  @Test
  void session_start_names_tool_servers_that_failed() {
    SessionStarted started = (SessionStarted) line("mcp-broken.jsonl", 0);

    assertThat(started.failedMcpServers()).containsExactly("broken");
    assertThat(started.sessionId()).isEqualTo("15614c02-0338-4352-ab1d-b1814f41de9e");
    assertThat(started.model()).isEqualTo("claude-sonnet-5-5");
    assertThat(started.cwd()).isEqualTo("/workspace/mcp-broken");
    assertThat(started.cliVersion()).isEqualTo("2.1.329");
    assertThat(started.tools()).hasSize(23).contains("Bash", "Write");
  }

  @Test
  void assistant_message_tells_tool_and_usage() {
    AssistantMessage said = (AssistantMessage) line("success.jsonl", 2);

    assertThat(said.messageId()).isEqualTo("msg_mock000001");
    assertThat(said.toolUses())
        .containsExactly(new ToolUse("toolu_mock00000100", "Write", "hello.txt"));
    assertThat(said.usage()).isEqualTo(new Usage(1200, 1, 0, 3000));
    assertThat(said.parentToolUseId()).isEmpty();
    assertThat(said.type()).isEqualTo("assistant").isEqualTo(said.getType());
  }

  @Test
  void tool_result_tells_that_a_hook_denied() {
    ToolResults returned = (ToolResults) line("hook-blocked.jsonl", 5);

    assertThat(returned.results())
        .containsExactly(new ToolResult("toolu_mock00000200", ToolVerdict.DENIED_BY_HOOK));
  }

  @Test
  void tool_result_tells_failed_from_denied_from_interrupted() {
    assertThat(verdict("success.jsonl", 6)).isEqualTo(ToolVerdict.RAN);
    assertThat(verdict("nonroot-skip.jsonl", 6)).isEqualTo(ToolVerdict.FAILED);
    assertThat(verdict("permission-denied.jsonl", 5)).isEqualTo(ToolVerdict.DENIED);
    assertThat(verdict("sigint-in-tool.jsonl", 8)).isEqualTo(ToolVerdict.FAILED);
  }

  @Test
  void stream_event_carries_the_final_usage() {
    assertThat(line("partial-messages.jsonl", 11))
        .isEqualTo(
            new MessageFinished(
                Optional.of("msg_mock000001"), new Usage(1200, 80, 0, 3000), Optional.empty()));
  }

  @Test
  void rate_limit_tells_when_it_resets() {
    assertThat(line("rate-limit-warning.jsonl", 3))
        .isEqualTo(
            new RateLimitSeen(
                new RateLimit(
                    "allowed_warning",
                    Optional.of(Instant.ofEpochSecond(1_795_230_000)),
                    "five_hour",
                    OptionalDouble.of(0.92),
                    List.of(
                        new Window(
                            "five_hour",
                            "allowed_warning",
                            Optional.of(Instant.ofEpochSecond(1_795_230_000)),
                            OptionalDouble.of(0.92)),
                        new Window(
                            "seven_day",
                            "allowed",
                            Optional.of(Instant.ofEpochSecond(1_795_530_000)),
                            OptionalDouble.of(0.4))))));
  }

  @Test
  void an_instant_that_no_calendar_knows_is_none() {
    byte[] line =
        "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"resetsAt\":1e300}}".getBytes(UTF_8);
    AgentEvent seen = new AgentOutputReader().read(line, 0, line.length);

    assertThat(((RateLimitSeen) seen).limit().resetsAt()).isEmpty();
  }

  @Test
  void small_events_keep_what_matters() {
    assertThat(line("network-loss.jsonl", 1))
        .isEqualTo(new ApiRetry(1, 2, Duration.ofMillis(567), OptionalInt.empty(), "unknown"));
    assertThat(((PermissionDenied) line("plan.jsonl", 4)).message()).contains("plan mode");
    assertThat(line("heartbeat-longtool.jsonl", 6))
        .isEqualTo(new TaskStarted("b180dn72y", "toolu_mock00000200", "long"));
    assertThat(line("heartbeat-longtool.jsonl", 7))
        .isEqualTo(new ToolProgress("Bash", Duration.ofSeconds(30)));
    assertThat(line("heartbeat-longtool.jsonl", 9))
        .isEqualTo(new TaskNotified("b180dn72y", "completed", "long"));
  }

  @Test
  void result_is_read_whatever_the_order_of_its_keys() {
    String typeFirst =
        "{\"type\":\"result\",\"subtype\":\"success\",\"num_turns\":2,\"is_error\":true}";
    String typeLast =
        "{\"is_error\":true,\"num_turns\":2,\"subtype\":\"success\",\"type\":\"result\"}";

    assertThat(event(typeLast)).isEqualTo(event(typeFirst)).isInstanceOf(TurnResult.class);
  }

  @Test
  void result_keeps_structured_output_as_it_was_written() {
    String line = Transcripts.lines("review-json-schema.json").get(0);
    byte[] shifted = ("\u00e9".repeat(7) + line + "\n").getBytes(UTF_8);
    TurnResult result = (TurnResult) new AgentOutputReader().read(shifted, 14, shifted.length - 14);

    assertThat(result.structuredOutput())
        .contains("{\"scores\":{\"quality\":8},\"verdict\":\"approve\"}");
    assertThat(result.text()).isEqualTo(result.structuredOutput().orElseThrow());
  }

  @Test
  void result_of_an_old_cli_has_no_share_of_its_own() {
    assertThat(((TurnResult) line("v197-success.jsonl", 8)).costSinceLastUsd()).isEmpty();
    assertThat(((TurnResult) line("success.jsonl", 8)).costSinceLastUsd())
        .hasValue(0.013430000000000001);
  }

  @Test
  void failed_call_keeps_its_error_though_the_subtype_says_success() {
    TurnResult result = (TurnResult) line("auth-failure.jsonl", 4);

    assertThat(result.subtype()).isEqualTo("success");
    assertThat(result.standing()).isEqualTo(Standing.ERROR);
    assertThat(result.apiErrorStatus()).hasValue(401);
  }

  @Test
  void unknown_types_are_kept_by_name() {
    assertThat(event("{\"type\":\"tomorrow\",\"payload\":[1,{\"a\":2}]}"))
        .isEqualTo(new Unknown("tomorrow", ""));
    assertThat(event("{\"subtype\":\"x\"}")).isEqualTo(new Unknown("unknown", "x"));
    assertThat(line("partial-messages.jsonl", 1)).isEqualTo(new Unknown("system", "status"));
  }

  @Test
  void known_fields_of_unexpected_kinds_are_survived() {
    for (String value :
        List.of("null", "7", "1e400", "\"x\"", "[]", "[{\"a\":[1]}]", "{}", "true")) {
      String line =
          "{\"type\":\"%s\",\"subtype\":%s,\"message\":%s,\"event\":%s,\"tools\":%s,"
              + "\"mcp_servers\":%s,\"permission_denials\":%s,\"tool_result_meta\":%s,"
              + "\"rate_limit_info\":%s,\"modelUsage\":%s,\"model_usage_since_last_result\":%s,"
              + "\"duration_ms\":%s,\"num_turns\":%s,\"part\":%s,\"errors\":%s}";
      for (String type : List.of("system", "assistant", "user", "stream_event", "result", "text")) {
        String filled = line.replaceFirst("%s", type).replace("%s", value);
        assertThat(event(filled)).as(filled).isNotInstanceOf(Malformed.class);
      }
    }
  }

  @Test
  void what_is_no_json_object_is_malformed() {
    List<String> broken =
        List.of(
            "Done: created hello.txt",
            "{\"type\":\"result\",\"num_t",
            "{\"type\":\"result\"} trailing",
            "{\"type\":\"result\"}{\"type\":\"result\"}",
            "{\"type\":\"res\u0001ult\"}",
            "[]",
            "42",
            "null",
            "",
            "{",
            "{\"a\":".repeat(5_000));

    assertThat(broken).allSatisfy(line -> assertThat(event(line)).isInstanceOf(Malformed.class));
    assertThat(event("nope").type()).isEqualTo("malformed");
  }

  @Test
  void a_route_can_choose_by_type() {
    DefaultCamelContext camel = new DefaultCamelContext();
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(line("success.jsonl", 3));

    assertThat(
            camel
                .resolveLanguage("simple")
                .createExpression("${body.type}")
                .evaluate(exchange, String.class))
        .isEqualTo("rate_limit_event");
  }

  private static AgentEvent line(String transcript, int index) {
    return event(Transcripts.lines(transcript).get(index));
  }

  private static ToolVerdict verdict(String transcript, int index) {
    return ((ToolResults) line(transcript, index)).results().get(0).verdict();
  }
}
