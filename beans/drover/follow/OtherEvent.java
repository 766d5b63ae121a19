package drover.follow;

import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.StepEnd;
import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Gathers the few fields that a line of an agent other than Claude Code has. */
final class OtherEvent {
  private final LineScan line;
  private String sessionId = "";
  private String text = "";
  private Optional<ToolUse> toolUse = Optional.empty();
  private Optional<ToolResult> toolResult = Optional.empty();
  private Optional<String> error = Optional.empty();
  private OptionalInt status = OptionalInt.empty();
  private Optional<Instant> retryAt = Optional.empty();
  private StepEnd end = StepEnd.NO_END;
  private String messageId = "";
  private Usage usage = Usage.NONE;
  private OptionalDouble costUsd = OptionalDouble.empty();
  private Duration duration = Duration.ZERO;

  OtherEvent(LineScan line) {
    this.line = line;
  }

  OtherEvent session(String field) {
    sessionId = line.text(field);
    return this;
  }

  OtherEvent text(String said) {
    text = said;
    return this;
  }

  OtherEvent tool(String idField, String name, String description) {
    toolUse = Optional.of(new ToolUse(line.text(idField), name, ToolInput.oneLine(description)));
    return this;
  }

  OtherEvent returned(String idField, ToolVerdict verdict) {
    toolResult = Optional.of(new ToolResult(line.text(idField), verdict));
    return this;
  }

  OtherEvent error(String what) {
    error = Optional.of(what).filter(said -> !said.isEmpty());
    return this;
  }

  OtherEvent refused(OptionalInt httpStatus, Optional<Instant> askAgainAt) {
    status = httpStatus;
    retryAt = askAgainAt;
    return this;
  }

  OtherEvent end(StepEnd how) {
    end = how;
    return this;
  }

  OtherEvent cost(String id, Usage tokens, OptionalDouble usd) {
    messageId = id;
    usage = tokens;
    costUsd = usd;
    return this;
  }

  OtherEvent took(Duration time) {
    duration = time;
    return this;
  }

  OtherAgentEvent build() {
    return new OtherAgentEvent(
        line.text("type"),
        sessionId,
        line.text("model"),
        text,
        toolUse,
        toolResult,
        error,
        status,
        retryAt,
        end,
        messageId,
        usage,
        costUsd,
        duration);
  }
}
