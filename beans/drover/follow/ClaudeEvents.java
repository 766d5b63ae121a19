package drover.follow;

import drover.follow.AgentEvent.ApiRetry;
import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.MessageFinished;
import drover.follow.AgentEvent.MessageStarted;
import drover.follow.AgentEvent.PermissionDenied;
import drover.follow.AgentEvent.RateLimitSeen;
import drover.follow.AgentEvent.SessionStarted;
import drover.follow.AgentEvent.Standing;
import drover.follow.AgentEvent.StreamActivity;
import drover.follow.AgentEvent.TaskNotified;
import drover.follow.AgentEvent.TaskStarted;
import drover.follow.AgentEvent.ToolProgress;
import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolResults;
import drover.follow.AgentEvent.TurnResult;
import drover.follow.AgentEvent.Unknown;
import drover.follow.RateLimit.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events of Claude Code's stream-json (CLI 2.1.329, captured). */
final class ClaudeEvents {

  private static final String RATE_LIMIT = "rate_limit_info.";
  private static final String WINDOWS = RATE_LIMIT + "unifiedWindows.";

  /** The end of the year 9999; what is beyond is no instant. */
  private static final double LATEST_SECOND = 253_402_300_799.0;

  private ClaudeEvents() {}

  static AgentEvent from(LineScan line) {
    String type = line.text("type");
    return switch (type) {
      case "system" -> system(line);
      case "assistant" -> assistant(line);
      case "user" -> new ToolResults(toolResults(line), line.optionalText("parent_tool_use_id"));
      case "stream_event" -> streamEvent(line);
      case "rate_limit_event" -> new RateLimitSeen(rateLimit(line));
      case "tool_progress" ->
          new ToolProgress(line.text("tool_name"), seconds(line, "elapsed_time_seconds"));
      // The field `subtype` tells Claude Code's result from gemini's.
      case "result" ->
          line.optionalText("subtype").isPresent() ? result(line) : OtherAgents.from(line);
      default -> OtherAgents.from(line);
    };
  }

  private static AgentEvent system(LineScan line) {
    String subtype = line.text("subtype");
    return switch (subtype) {
      case "init" ->
          new SessionStarted(
              line.text("session_id"),
              line.text("model"),
              line.text("cwd"),
              line.text("claude_code_version"),
              line.lists.tools,
              line.lists.failedMcpServers);
      case "api_retry" ->
          new ApiRetry(
              (int) line.count("attempt"),
              (int) line.count("max_retries"),
              Duration.ofMillis(line.count("retry_delay_ms")),
              line.integer("error_status"),
              line.text("error"));
      case "permission_denied" ->
          new PermissionDenied(
              line.text("tool_name"), line.text("tool_use_id"), line.text("message"));
      case "task_started" ->
          new TaskStarted(line.text("task_id"), line.text("tool_use_id"), line.text("description"));
      case "task_notification" ->
          new TaskNotified(line.text("task_id"), line.text("status"), line.text("summary"));
      default -> new Unknown("system", subtype);
    };
  }

  private static AgentEvent assistant(LineScan line) {
    return new AssistantMessage(
        line.message.id,
        line.message.model,
        line.message.texts,
        line.message.toolUses,
        line.optionalText("error"),
        line.integer("api_error_status"),
        line.message.usage,
        line.optionalText("parent_tool_use_id"));
  }

  private static List<ToolResult> toolResults(LineScan line) {
    List<ToolResult> results = new ArrayList<>(line.message.failedByToolUseId.size());
    line.message.failedByToolUseId.forEach(
        (id, failed) -> {
          ToolVerdict ran = failed ? ToolVerdict.FAILED : ToolVerdict.RAN;
          results.add(new ToolResult(id, line.lists.refusals.getOrDefault(id, ran)));
        });
    return results;
  }

  private static AgentEvent streamEvent(LineScan line) {
    String event = line.text("event.type");
    return switch (event) {
      case "message_start" ->
          new MessageStarted(
              line.message.id,
              line.message.model,
              line.message.usage,
              line.optionalText("parent_tool_use_id"));
      case "message_delta" ->
          new MessageFinished(
              line.optionalText("api_message_id"),
              line.message.usage,
              line.optionalText("parent_tool_use_id"));
      default -> new StreamActivity(event);
    };
  }

  private static RateLimit rateLimit(LineScan line) {
    return new RateLimit(
        line.text(RATE_LIMIT + "status"),
        instant(line, RATE_LIMIT + "resetsAt"),
        line.text(RATE_LIMIT + "rateLimitType"),
        line.number(RATE_LIMIT + "utilization"),
        line.namesBelow(WINDOWS).stream().map(name -> window(line, name)).toList());
  }

  private static Window window(LineScan line, String name) {
    String path = WINDOWS + name + ".";
    return new Window(
        name,
        line.text(path + "status"),
        instant(line, path + "resetsAt"),
        line.number(path + "utilization"));
  }

  private static Optional<Instant> instant(LineScan line, String name) {
    return line.number(name).stream()
        .filter(seconds -> seconds >= 0 && seconds <= LATEST_SECOND)
        .mapToObj(seconds -> Instant.ofEpochSecond((long) seconds))
        .findFirst();
  }

  private static AgentEvent result(LineScan line) {
    List<String> errors = new ArrayList<>(line.lists.errors);
    line.optionalText("startup_failure_reason").ifPresent(errors::add);
    return new TurnResult(
        line.text("subtype"),
        line.isTrue("is_error") ? Standing.ERROR : Standing.FINE,
        line.integer("api_error_status"),
        line.text("api_error"),
        line.text("terminal_reason"),
        (int) line.count("num_turns"),
        Duration.ofMillis(line.count("duration_ms")),
        line.number("total_cost_usd"),
        line.modelCosts.sinceLastUsd,
        line.text("result"),
        line.structuredOutput,
        line.text("session_id"),
        line.modelCosts.firstModel,
        line.lists.deniedToolUseIds,
        errors,
        line.text("uuid"));
  }

  private static Duration seconds(LineScan line, String name) {
    return Duration.ofMillis((long) (line.number(name).orElse(0) * 1_000));
  }
}
