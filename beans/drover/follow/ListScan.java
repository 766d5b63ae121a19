package drover.follow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arrays at the top level of a line that say something the product uses. */
final class ListScan {

  List<String> tools = List.of();
  List<String> errors = List.of();
  List<String> failedMcpServers = List.of();
  List<String> deniedToolUseIds = List.of();
  Map<String, ToolVerdict> refusals = Map.of();

  void readArray(String name, JsonParser json) throws IOException {
    switch (name) {
      case "tools" -> tools = strings(json);
      case "errors" -> errors = strings(json);
      case "mcp_servers" -> failedMcpServers = failedServers(json);
      case "permission_denials" -> deniedToolUseIds = deniedIds(json);
      case "tool_result_meta" -> refusals = refusals(json);
      default -> json.skipChildren();
    }
  }

  private static List<String> strings(JsonParser json) throws IOException {
    List<String> found = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        found.add(json.getText());
      } else {
        json.skipChildren();
      }
    }
    return found;
  }

  private static List<String> failedServers(JsonParser json) throws IOException {
    List<String> found = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Map<String, String> server = texts(json);
      if ("failed".equals(server.get("status"))) {
        found.add(server.getOrDefault("name", ""));
      }
    }
    return found;
  }

  private static List<String> deniedIds(JsonParser json) throws IOException {
    List<String> found = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      found.add(texts(json).getOrDefault("tool_use_id", ""));
    }
    return found;
  }

  private static Map<String, ToolVerdict> refusals(JsonParser json) throws IOException {
    Map<String, ToolVerdict> found = new HashMap<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Map<String, String> meta = texts(json);
      if ("reject".equals(meta.get("decision"))) {
        boolean byHook = "hook".equals(meta.get("source"));
        found.put(
            meta.getOrDefault("id", ""), byHook ? ToolVerdict.DENIED_BY_HOOK : ToolVerdict.DENIED);
      }
    }
    return found;
  }

  /** Strings of the object at hand and of its {@code permission_decision}, by field name. */
  private static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> found = new HashMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return found;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        found.put(name, json.getText());
      } else if (value == JsonToken.START_OBJECT && name.equals("permission_decision")) {
        found.putAll(texts(json));
      } else {
        json.skipChildren();
      }
    }
    return found;
  }
}
