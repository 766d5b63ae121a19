package drover.guard;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * What a hook of Claude Code asks (CLI 2.1.329, observed): one JSON object with {@code
 * hook_event_name}, {@code session_id} and {@code cwd}, for a tool also {@code tool_name}, {@code
 * tool_use_id} and {@code tool_input}. Whoever is in the sandbox can ask, so nothing in it is
 * trusted.
 */
sealed interface Question {
  int LONGEST_NAME = 200;

  record OfTool(ToolCall call) implements Question {}

  record SessionBegins() implements Question {}

  /**
   * @param why as the second half of a sentence
   */
  record Malformed(String why) implements Question {}

  static Question of(String json) {
    JsonNode asked;
    try {
      asked = Json.tree(json);
    } catch (IllegalArgumentException e) {
      return new Malformed("it is no JSON document");
    }
    return switch (asked.path("hook_event_name").asText()) {
      case "PreToolUse" -> ofTool(asked);
      case "SessionStart" -> new SessionBegins();
      default -> new Malformed("it is about neither a tool nor the start of a session");
    };
  }

  private static Question ofTool(JsonNode asked) {
    String id = asked.path("tool_use_id").asText();
    String tool = asked.path("tool_name").asText();
    String directory = asked.path("cwd").asText();
    JsonNode input = asked.path("tool_input");
    if (!isName(id) || !isName(tool) || !directory.startsWith("/") || !input.isObject()) {
      return new Malformed("it lacks tool_use_id, tool_name, cwd or tool_input");
    }
    Map<String, String> texts = new HashMap<>();
    input
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().asText());
              }
            });
    return new OfTool(new ToolCall(id, tool, directory, texts));
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= LONGEST_NAME;
  }
}
