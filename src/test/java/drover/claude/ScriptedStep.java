package drover.claude;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One assistant message of a script, with what happens before it is sent: failures that the first
 * requests for it meet, and a gate that holds the answer back.
 */
public record ScriptedStep(
    List<Content> contents, Usage usage, List<ApiFailure> failuresFirst, Gate gate) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public sealed interface Content permits Text, ToolUse {}

  public record Text(String text) implements Content {}

  public record ToolUse(String name, ObjectNode input) implements Content {}

  /** Tokens as the API bills them; cache writes are left at zero. */
  public record Usage(long input, long cacheRead, long output) {}

  public static ScriptedStep text(String text) {
    return of(new Text(text));
  }

  public static ScriptedStep toolUse(String name, Map<String, ?> input) {
    return of(new ToolUse(name, JSON.valueToTree(input)));
  }

  public static ScriptedStep bash(String command) {
    return toolUse("Bash", Map.of("command", command, "description", "Run a command"));
  }

  /** What a turn with {@code --json-schema} expects: the answer as input of a tool of its own. */
  public static ScriptedStep structured(Map<String, ?> answer) {
    return toolUse("StructuredOutput", answer);
  }

  /** A step that never gets an answer: every request for it fails this way. */
  public static ScriptedStep failure(ApiFailure failure) {
    return new ScriptedStep(List.of(), usual(), List.of(failure), Gate.alreadyOpen());
  }

  public ScriptedStep and(ScriptedStep other) {
    List<Content> all = new ArrayList<>(contents);
    all.addAll(other.contents);
    return new ScriptedStep(List.copyOf(all), usage, failuresFirst, gate);
  }

  public ScriptedStep using(long inputTokens, long outputTokens) {
    return using(new Usage(inputTokens, 0, outputTokens));
  }

  public ScriptedStep using(Usage tokens) {
    return new ScriptedStep(contents, tokens, failuresFirst, gate);
  }

  /** The first requests that reach this step fail so, in this order; the next one is answered. */
  public ScriptedStep after(ApiFailure... failures) {
    return new ScriptedStep(contents, usage, List.of(failures), gate);
  }

  /** The answer waits for the gate: a turn can be caught in the middle without any sleep. */
  public ScriptedStep behind(Gate closed) {
    return new ScriptedStep(contents, usage, failuresFirst, closed);
  }

  /** What happens to a request when {@code earlier} requests have reached this step before. */
  Optional<ApiFailure> failureAfter(int earlier) {
    if (contents.isEmpty()) {
      return Optional.of(failuresFirst.getFirst());
    }
    return earlier < failuresFirst.size()
        ? Optional.of(failuresFirst.get(earlier))
        : Optional.empty();
  }

  String stopReason() {
    return contents.stream().anyMatch(ToolUse.class::isInstance) ? "tool_use" : "end_turn";
  }

  private static ScriptedStep of(Content content) {
    return new ScriptedStep(List.of(content), usual(), List.of(), Gate.alreadyOpen());
  }

  private static Usage usual() {
    return new Usage(1000, 0, 50);
  }
}
