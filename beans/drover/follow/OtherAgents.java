package drover.follow;

import drover.follow.AgentEvent.StepEnd;
import drover.follow.AgentEvent.Unknown;
import java.time.Duration;

/**
 * Events of agents other than Claude Code. Captured from codex 0.169.0 ({@code exec --json}) and
 * gemini 0.61.0 ({@code -o stream-json}), whose failure events follow the same shapes but were not
 * captured; opencode's are in {@link OpencodeEvents}.
 */
final class OtherAgents {

  private OtherAgents() {}

  static AgentEvent from(LineScan line) {
    String type = line.text("type");
    OtherEvent event = new OtherEvent(line);
    return switch (type) {
      // codex
      case "thread.started" -> event.session("thread_id").build();
      case "item.completed" -> codexItem(line, event).build();
      case "turn.completed" -> event.end(StepEnd.DONE).build();
      case "turn.failed" -> event.end(StepEnd.FAILED).error(line.text("error.message")).build();
      // gemini
      case "init" -> event.session("session_id").build();
      case "message" -> geminiMessage(line, event).build();
      case "tool_use" -> toolUse(line, event);
      case "result" -> geminiResult(line, event).build();
      // opencode
      case "step_start", "text", "step_finish" -> OpencodeEvents.from(line).build();
      // codex, gemini and opencode
      case "error" ->
          OpencodeEvents.isOne(line)
              ? OpencodeEvents.from(line).build()
              : event.error(errorText(line)).build();
      default -> new Unknown(type.isEmpty() ? "unknown" : type, line.text("subtype"));
    };
  }

  private static OtherEvent codexItem(LineScan line, OtherEvent event) {
    String item = line.text("item.type");
    return switch (item) {
      case "agent_message" -> event.text(line.text("item.text"));
      case "error" -> event.error(line.text("item.message"));
      case "command_execution" -> event.tool("item.id", item, line.text("item.command"));
      case "mcp_tool_call" ->
          event.tool("item.id", line.text("item.tool"), line.text("item.server"));
      case "file_change", "web_search" -> event.tool("item.id", item, line.text("item.query"));
      default -> event;
    };
  }

  private static OtherEvent geminiMessage(LineScan line, OtherEvent event) {
    return line.text("role").equals("assistant") ? event.text(line.text("content")) : event;
  }

  private static AgentEvent toolUse(LineScan line, OtherEvent event) {
    return line.optionalText("tool_name").isPresent()
        ? event.tool("tool_id", line.text("tool_name"), line.inputDescription).build()
        : OpencodeEvents.from(line).build();
  }

  private static OtherEvent geminiResult(LineScan line, OtherEvent event) {
    event.took(Duration.ofMillis(line.count("stats.duration_ms")));
    return line.text("status").equals("success")
        ? event.end(StepEnd.DONE)
        : event.end(StepEnd.FAILED).error(errorText(line));
  }

  static String errorText(LineScan line) {
    return line.optionalText("error.data.message")
        .or(() -> line.optionalText("error.message"))
        .or(() -> line.optionalText("message"))
        .or(() -> line.optionalText("error"))
        .orElse("");
  }
}
