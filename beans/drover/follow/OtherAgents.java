package drover.follow;

import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.StepEnd;
import drover.follow.AgentEvent.ToolUse;
import drover.follow.AgentEvent.Unknown;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Events of agents other than Claude Code. Captured from codex 0.169.0 ({@code exec --json}),
 * gemini 0.61.0 ({@code -o stream-json}) and opencode 1.18.33 ({@code run --format json}); failure
 * events follow the same shapes but were not captured.
 */
final class OtherAgents {

  private OtherAgents() {}

  static AgentEvent from(LineScan line) {
    String type = line.text("type");
    Event event = new Event(line);
    return switch (type) {
      // codex
      case "thread.started" -> event.session("thread_id").build();
      case "item.completed" -> codexItem(line, event).build();
      case "turn.completed" -> event.end(StepEnd.DONE).build();
      case "turn.failed" -> event.end(StepEnd.FAILED).error(line.text("error.message")).build();
      // gemini
      case "init" -> event.session("session_id").build();
      case "message" -> geminiMessage(line, event).build();
      case "tool_use" -> toolUse(line, event).build();
      case "result" -> geminiResult(line, event).build();
      // opencode
      case "step_start" -> event.session("sessionID").build();
      case "text" -> event.session("sessionID").text(line.text("part.text")).build();
      case "step_finish" -> opencodeStep(line, event).build();
      // codex, gemini and opencode
      case "error" -> failure(line, event).build();
      default -> new Unknown(type.isEmpty() ? "unknown" : type, line.text("subtype"));
    };
  }

  private static Event codexItem(LineScan line, Event event) {
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

  private static Event geminiMessage(LineScan line, Event event) {
    return line.text("role").equals("assistant") ? event.text(line.text("content")) : event;
  }

  private static Event toolUse(LineScan line, Event event) {
    return line.optionalText("tool_name").isPresent()
        ? event.tool("tool_id", line.text("tool_name"), line.inputDescription)
        : event
            .session("sessionID")
            .tool("part.callID", line.text("part.tool"), line.inputDescription);
  }

  private static Event geminiResult(LineScan line, Event event) {
    event.took(Duration.ofMillis(line.count("stats.duration_ms")));
    return line.text("status").equals("success")
        ? event.end(StepEnd.DONE)
        : event.end(StepEnd.FAILED).error(errorText(line));
  }

  private static Event opencodeStep(LineScan line, Event event) {
    event.session("sessionID").cost(line.text("part.messageID"), line.number("part.cost"));
    return switch (line.text("part.reason")) {
      case "stop" -> event.end(StepEnd.DONE);
      case "length" -> event.end(StepEnd.CUT_OFF);
      case "error" -> event.end(StepEnd.FAILED);
      default -> event.end(StepEnd.GOES_ON);
    };
  }

  /** Opencode ends with its error event; codex and gemini may try again after theirs. */
  private static Event failure(LineScan line, Event event) {
    event.session("sessionID").error(errorText(line));
    return line.text("sessionID").isEmpty() ? event : event.end(StepEnd.FAILED);
  }

  private static String errorText(LineScan line) {
    return line.optionalText("error.data.message")
        .or(() -> line.optionalText("error.message"))
        .or(() -> line.optionalText("message"))
        .or(() -> line.optionalText("error"))
        .orElse("");
  }

  /** Gathers the few fields that a line of one of these agents has. */
  private static final class Event {
    private final LineScan line;
    private String sessionId = "";
    private String text = "";
    private Optional<ToolUse> toolUse = Optional.empty();
    private Optional<String> error = Optional.empty();
    private StepEnd end = StepEnd.NO_END;
    private String messageId = "";
    private OptionalDouble costUsd = OptionalDouble.empty();
    private Duration duration = Duration.ZERO;

    Event(LineScan line) {
      this.line = line;
    }

    Event session(String field) {
      sessionId = line.text(field);
      return this;
    }

    Event text(String said) {
      text = said;
      return this;
    }

    Event tool(String idField, String name, String description) {
      toolUse = Optional.of(new ToolUse(line.text(idField), name, ToolInput.oneLine(description)));
      return this;
    }

    Event error(String what) {
      error = Optional.of(what).filter(said -> !said.isEmpty());
      return this;
    }

    Event end(StepEnd how) {
      end = how;
      return this;
    }

    Event cost(String id, OptionalDouble usd) {
      messageId = id;
      costUsd = usd;
      return this;
    }

    void took(Duration time) {
      duration = time;
    }

    OtherAgentEvent build() {
      return new OtherAgentEvent(
          line.text("type"),
          sessionId,
          line.text("model"),
          text,
          toolUse,
          error,
          end,
          messageId,
          costUsd,
          duration);
    }
  }
}
