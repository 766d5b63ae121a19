package drover.follow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One pass over a line. The type of a line may be its last field (Claude Code CLI 2.1.329, result
 * lines, captured), so whatever any type needs is picked up on the way and the rest is skipped.
 */
final class LineScan {

  private static final Set<String> SCALARS =
      Set.of(
          "api_error",
          "api_error_status",
          "api_message_id",
          "attempt",
          "claude_code_version",
          "content",
          "cwd",
          "delta",
          "description",
          "duration_ms",
          "elapsed_time_seconds",
          "error",
          "error_status",
          "is_error",
          "max_retries",
          "message",
          "model",
          "num_turns",
          "parent_tool_use_id",
          "result",
          "retry_delay_ms",
          "role",
          "sessionID",
          "session_id",
          "startup_failure_reason",
          "status",
          "subtype",
          "summary",
          "task_id",
          "terminal_reason",
          "thread_id",
          "tool_id",
          "tool_name",
          "timestamp",
          "tool_use_id",
          "total_cost_usd",
          "type",
          "uuid");

  private final byte[] line;
  private final int lineOffset;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Double> numbers = new HashMap<>();

  final ListScan lists = new ListScan();
  final MessageScan message = new MessageScan();
  final ModelCosts modelCosts = new ModelCosts();
  String inputDescription = "";
  Optional<String> structuredOutput = Optional.empty();

  LineScan(byte[] line, int lineOffset) {
    this.line = line;
    this.lineOffset = lineOffset;
  }

  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  OptionalDouble number(String name) {
    Double value = numbers.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  OptionalInt integer(String name) {
    Double value = numbers.get(name);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
  }

  /** Names of the objects that stand below a dotted path, by the values they hold. */
  SortedSet<String> namesBelow(String path) {
    return Stream.concat(texts.keySet().stream(), numbers.keySet().stream())
        .filter(name -> name.startsWith(path))
        .map(name -> name.substring(path.length()))
        .filter(rest -> rest.indexOf('.') > 0)
        .map(rest -> rest.substring(0, rest.indexOf('.')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  long count(String name) {
    return (long) number(name).orElse(0);
  }

  boolean isTrue(String name) {
    return text(name).equals("true");
  }

  void readObject(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (value) {
        case START_OBJECT -> object(name, json);
        case START_ARRAY -> array(name, json);
        default -> {
          if (SCALARS.contains(name)) {
            scalar(name, json);
          }
        }
      }
    }
  }

  private void scalar(String name, JsonParser json) throws IOException {
    JsonToken value = json.currentToken();
    if (value.isNumeric()) {
      numbers.put(name, json.getDoubleValue());
    } else if (value != JsonToken.VALUE_NULL) {
      texts.put(name, json.getText());
    }
  }

  private void object(String name, JsonParser json) throws IOException {
    switch (name) {
      case "message" -> message.readObject(json);
      case "event" -> event(json);
      case "input", "parameters" -> inputDescription = ToolInput.describe(json);
      case "rate_limit_info", "part", "item", "stats", "error" -> flatten(name + ".", json);
      case "modelUsage" -> modelCosts.readTotal(json);
      case "model_usage_since_last_result" -> modelCosts.readSinceLast(json);
      case "structured_output" -> structuredOutput = Optional.of(rawJson(json));
      default -> json.skipChildren();
    }
  }

  private void array(String name, JsonParser json) throws IOException {
    if (name.equals("structured_output")) {
      structuredOutput = Optional.of(rawJson(json));
    } else {
      lists.readArray(name, json);
    }
  }

  private void event(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (name.equals("type")) {
        texts.put("event.type", json.getText());
      } else if (name.equals("message") && value == JsonToken.START_OBJECT) {
        message.readObject(json);
      } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
        message.readUsage(json);
      } else {
        json.skipChildren();
      }
    }
  }

  /** Keeps every scalar under its dotted path; input of a tool becomes its description. */
  private void flatten(String prefix, JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT && name.equals("input")) {
        inputDescription = ToolInput.describe(json);
      } else if (value == JsonToken.START_OBJECT) {
        flatten(prefix + name + ".", json);
      } else if (value == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else {
        scalar(prefix + name, json);
      }
    }
  }

  private String rawJson(JsonParser json) throws IOException {
    int start = (int) json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    int end = (int) json.currentLocation().getByteOffset();
    return new String(line, lineOffset + start, end - start, StandardCharsets.UTF_8);
  }
}
