package drover.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the product takes from one line of an agent's output. Wire facts: Claude Code CLI 2.1.329,
 * captured, unless a record says otherwise. A text that a line lacks is the empty string where
 * emptiness says enough, an {@link Optional} where its absence decides something.
 */
public sealed interface AgentEvent {

  /** The wire's top-level {@code type}; {@code malformed} where a line is no JSON object. */
  String type();

  /** The same as {@link #type()}, for expression languages that look for a bean property. */
  default String getType() {
    return type();
  }

  /** Lines whose type is {@code system}; their {@code subtype} says which. */
  sealed interface SystemEvent extends AgentEvent {
    @Override
    default String type() {
      return "system";
    }
  }

  /** Lines whose type is {@code stream_event}: only with {@code --include-partial-messages}. */
  sealed interface StreamEvent extends AgentEvent {
    @Override
    default String type() {
      return "stream_event";
    }
  }

  /**
   * {@code system/init}: a process may print several of these, and other lines may come first.
   *
   * @param failedMcpServers names of configured tool servers whose status is {@code failed}; the
   *     agent goes on without them and its exit status does not tell
   */
  record SessionStarted(
      String sessionId,
      String model,
      String cwd,
      String cliVersion,
      List<String> tools,
      List<String> failedMcpServers)
      implements SystemEvent {}

  /**
   * {@code assistant}: one line per content block, so id and usage of a message repeat.
   *
   * @param usage output tokens are the value at the message's start, not the final one
   * @param error code such as {@code rate_limit} on messages the CLI itself wrote about a failure
   * @param parentToolUseId the call that started the subagent which speaks
   */
  record AssistantMessage(
      String messageId,
      String model,
      List<String> texts,
      List<ToolUse> toolUses,
      Optional<String> error,
      OptionalInt apiErrorStatus,
      Usage usage,
      Optional<String> parentToolUseId)
      implements AgentEvent {
    @Override
    public String type() {
      return "assistant";
    }

    /** All text blocks of this line, joined by newlines. */
    public String text() {
      return texts.size() == 1 ? texts.get(0) : String.join("\n", texts);
    }
  }

  /**
   * A tool the model asked for.
   *
   * @param description one line, at most 200 characters, of the input's most telling field
   */
  record ToolUse(String id, String name, String description) {}

  /** {@code user}: results of tools; none when the line is an instruction or a notice. */
  record ToolResults(List<ToolResult> results, Optional<String> parentToolUseId)
      implements AgentEvent {
    @Override
    public String type() {
      return "user";
    }
  }

  /** How one tool call came back. */
  record ToolResult(String toolUseId, ToolVerdict verdict) {}

  /** {@code stream_event/message_start}. */
  record MessageStarted(
      String messageId, String model, Usage usage, Optional<String> parentToolUseId)
      implements StreamEvent {}

  /**
   * {@code stream_event/message_delta}: carries the final usage of a message.
   *
   * @param messageId {@code api_message_id}; older CLIs omit it
   */
  record MessageFinished(Optional<String> messageId, Usage usage, Optional<String> parentToolUseId)
      implements StreamEvent {}

  /** Any other {@code stream_event}: a sign of life such as {@code ping}. */
  record StreamActivity(String event) implements StreamEvent {}

  /** {@code rate_limit_event}. */
  record RateLimitSeen(RateLimit limit) implements AgentEvent {
    @Override
    public String type() {
      return "rate_limit_event";
    }
  }

  /**
   * {@code system/api_retry}: the CLI will ask the model again by itself.
   *
   * @param errorStatus HTTP status; none when the connection failed
   */
  record ApiRetry(
      int attempt, int maxRetries, Duration delay, OptionalInt errorStatus, String error)
      implements SystemEvent {}

  /** {@code system/permission_denied}; not printed when a hook denies. */
  record PermissionDenied(String toolName, String toolUseId, String message)
      implements SystemEvent {}

  /** {@code tool_progress}: every 30 s while a tool runs. */
  record ToolProgress(String toolName, Duration elapsed) implements AgentEvent {
    @Override
    public String type() {
      return "tool_progress";
    }
  }

  /** {@code system/task_started}: a long command or a subagent. */
  record TaskStarted(String taskId, String toolUseId, String description) implements SystemEvent {}

  /** {@code system/task_notification}: status is {@code completed}, {@code stopped} and so on. */
  record TaskNotified(String taskId, String status, String summary) implements SystemEvent {}

  /**
   * {@code result}: one process may print several.
   *
   * @param subtype {@code success} even where {@code error} is set by a failed API call
   * @param totalCostUsd cumulative over the session, processes that were resumed included
   * @param costSinceLastUsd this process's spend since its previous result; 2.1.197 lacks it
   * @param structuredOutput raw JSON text of what {@code --json-schema} asked for
   * @param model first model named in {@code modelUsage}
   */
  record TurnResult(
      String subtype,
      Standing standing,
      OptionalInt apiErrorStatus,
      String apiError,
      String terminalReason,
      int numTurns,
      Duration duration,
      OptionalDouble totalCostUsd,
      OptionalDouble costSinceLastUsd,
      String text,
      Optional<String> structuredOutput,
      String sessionId,
      Optional<String> model,
      List<String> deniedToolUseIds,
      List<String> errors,
      String uuid)
      implements AgentEvent {
    @Override
    public String type() {
      return "result";
    }
  }

  /** {@code result.is_error}. */
  enum Standing {
    FINE,
    ERROR
  }

  /**
   * A line of codex 0.169.0, gemini 0.61.0 or opencode 1.18.33 (captured).
   *
   * @param toolResult how the call came back, where the same line tells it; only opencode's does
   * @param apiErrorStatus HTTP status of a failed call of the model; only opencode tells it
   * @param retryAt when the model's service wants to be asked again
   * @param usage tokens of the step; only opencode tells them in this way
   * @param costUsd what the agent says the step cost; only opencode does
   */
  record OtherAgentEvent(
      String type,
      String sessionId,
      String model,
      String text,
      Optional<ToolUse> toolUse,
      Optional<ToolResult> toolResult,
      Optional<String> error,
      OptionalInt apiErrorStatus,
      Optional<Instant> retryAt,
      StepEnd stepEnd,
      String messageId,
      Usage usage,
      OptionalDouble costUsd,
      Duration duration)
      implements AgentEvent {}

  /** How a step of another agent ended, if the line is an end. */
  enum StepEnd {
    NO_END,
    GOES_ON,
    DONE,
    CUT_OFF,
    FAILED
  }

  /** JSON of a kind the product does not use, kept by name. */
  record Unknown(String type, String subtype) implements AgentEvent {}

  /** No JSON object. */
  record Malformed(String why) implements AgentEvent {
    @Override
    public String type() {
      return "malformed";
    }
  }
}
