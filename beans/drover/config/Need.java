package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Collectors;

/** What a value is and what the schema needs, in the words of an error message. */
final class Need {

  private static final int SHOWN_CHARACTERS = 60;

  private Need() {}

  static String of(JsonNode schema) {
    if (schema.has("title")) {
      return schema.path("title").asText();
    }
    if (schema.has("enum")) {
      return schema
          .path("enum")
          .valueStream()
          .map(JsonNode::asText)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> "a whole number" + range(schema);
      case "number" -> "a number" + range(schema);
      case "boolean" -> "true or false";
      case "string" -> schema.has("minLength") ? "text, at least one character" : "text";
      case "array" -> "a list";
      default -> "a block of keys";
    };
  }

  static String complaint(JsonNode value) {
    return value.isNull() ? "has no value" : "is " + shown(value);
  }

  private static String range(JsonNode schema) {
    return schema.has("minimum")
        ? " from %s to %s".formatted(schema.path("minimum"), schema.path("maximum"))
        : "";
  }

  private static String shown(JsonNode value) {
    if (value.isContainerNode()) {
      return value.isArray() ? "a list" : "a block of keys";
    }
    String text = value.asText();
    boolean isLong = text.length() > SHOWN_CHARACTERS;
    String start = isLong ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
    return value.isTextual() ? TextNode.valueOf(start).toString() : start;
  }
}
