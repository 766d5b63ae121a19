package drover.follow;

import drover.follow.AgentEvent.StepEnd;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Events of opencode 1.18.33 ({@code run --format json}), captured; every line has a session. */
final class OpencodeEvents {
  private static final String STATE = "part.state.";
  private static final String RETRY_AFTER = "error.data.responseHeaders.retry-after";
  private static final long LONGEST_RETRY_SECONDS = 8L * 24 * 3600;

  private OpencodeEvents() {}

  /** A line whose type gemini has as well is opencode's when it names a session like this. */
  static boolean isOne(LineScan line) {
    return line.optionalText("sessionID").isPresent();
  }

  static OtherEvent from(LineScan line) {
    OtherEvent event = new OtherEvent(line).session("sessionID");
    return switch (line.text("type")) {
      case "text" -> event.text(line.text("part.text"));
      case "tool_use" -> toolUse(line, event);
      case "step_finish" -> stepFinish(line, event);
      case "error" -> failure(line, event);
      default -> event;
    };
  }

  /** One line for a call and its result, printed when the tool has come back. */
  private static OtherEvent toolUse(LineScan line, OtherEvent event) {
    return event
        .tool("part.callID", line.text("part.tool"), line.inputDescription)
        .returned("part.callID", verdict(line));
  }

  private static ToolVerdict verdict(LineScan line) {
    if (!line.text(STATE + "status").equals("error")) {
      return line.number(STATE + "metadata.exit").orElse(0) == 0
          ? ToolVerdict.RAN
          : ToolVerdict.FAILED;
    }
    String why = line.text(STATE + "error");
    boolean refused =
        why.startsWith("The user has specified a rule which prevents")
            || why.startsWith("The user rejected permission");
    return refused ? ToolVerdict.DENIED : ToolVerdict.FAILED;
  }

  /** A cost of zero beside tokens: opencode does not know what the model costs. */
  private static OtherEvent stepFinish(LineScan line, OtherEvent event) {
    Usage usage =
        new Usage(
            line.count("part.tokens.input"),
            line.count("part.tokens.output") + line.count("part.tokens.reasoning"),
            line.count("part.tokens.cache.read"),
            line.count("part.tokens.cache.write"));
    OptionalDouble told = line.number("part.cost");
    boolean unknown = told.orElse(0) == 0 && !usage.equals(Usage.NONE);
    event.cost(line.text("part.messageID"), usage, unknown ? OptionalDouble.empty() : told);
    return switch (line.text("part.reason")) {
      case "stop" -> event.end(StepEnd.DONE);
      case "length" -> event.end(StepEnd.CUT_OFF);
      case "error" -> event.end(StepEnd.FAILED);
      default -> event.end(StepEnd.GOES_ON);
    };
  }

  /** Opencode has tried again by itself before it prints its error, and ends after it. */
  private static OtherEvent failure(LineScan line, OtherEvent event) {
    return event
        .error(OtherAgents.errorText(line))
        .refused(line.integer("error.data.statusCode"), retryAt(line))
        .end(StepEnd.FAILED);
  }

  private static Optional<Instant> retryAt(LineScan line) {
    String seconds = line.text(RETRY_AFTER);
    if (!seconds.matches("\\d{1,6}") || line.count("timestamp") <= 0) {
      return Optional.empty();
    }
    long wait = Math.min(Long.parseLong(seconds), LONGEST_RETRY_SECONDS);
    return Optional.of(Instant.ofEpochMilli(line.count("timestamp")).plusSeconds(wait));
  }
}
