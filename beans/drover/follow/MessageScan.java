package drover.follow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import drover.follow.AgentEvent.ToolUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model message as {@code assistant}, {@code user} and {@code message_start} lines hold it. */
final class MessageScan {

  String id = "";
  String model = "";
  Usage usage = Usage.NONE;
  final List<String> texts = new ArrayList<>(1);
  final List<ToolUse> toolUses = new ArrayList<>(1);

  /** Whether each returned tool call failed, by the call's id. */
  final Map<String, Boolean> failedByToolUseId = new LinkedHashMap<>();

  void readObject(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        switch (name) {
          case "id" -> id = json.getText();
          case "model" -> model = json.getText();
          default -> {}
        }
      } else if (value == JsonToken.START_ARRAY && name.equals("content")) {
        readBlocks(json);
      } else if (value == JsonToken.START_OBJECT && name.equals("usage")) {
        readUsage(json);
      } else {
        json.skipChildren();
      }
    }
  }

  void readUsage(JsonParser json) throws IOException {
    long input = 0;
    long output = 0;
    long cacheRead = 0;
    long cacheWrite = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (!json.nextToken().isNumeric()) {
        json.skipChildren();
        continue;
      }
      switch (name) {
        case "input_tokens" -> input = (long) json.getDoubleValue();
        case "output_tokens" -> output = (long) json.getDoubleValue();
        case "cache_read_input_tokens" -> cacheRead = (long) json.getDoubleValue();
        case "cache_creation_input_tokens" -> cacheWrite = (long) json.getDoubleValue();
        default -> {}
      }
    }
    usage = usage.grownTo(new Usage(input, output, cacheRead, cacheWrite));
  }

  private void readBlocks(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        new Block().read(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private final class Block {
    private String type = "";
    private String text = "";
    private String toolUseId = "";
    private String toolName = "";
    private String inputDescription = "";
    private String returnedToolUseId = "";
    private boolean failed;

    void read(JsonParser json) throws IOException {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (value) {
          case VALUE_STRING -> string(name, json);
          case VALUE_TRUE -> failed |= name.equals("is_error");
          case START_OBJECT -> {
            if (name.equals("input")) {
              inputDescription = ToolInput.describe(json);
            } else {
              json.skipChildren();
            }
          }
          default -> json.skipChildren();
        }
      }
      keep();
    }

    private void string(String name, JsonParser json) throws IOException {
      switch (name) {
        case "type" -> type = json.getText();
        case "text" -> text = json.getText();
        case "id" -> toolUseId = json.getText();
        case "name" -> toolName = json.getText();
        case "tool_use_id" -> returnedToolUseId = json.getText();
        default -> {}
      }
    }

    private void keep() {
      switch (type) {
        case "text" -> texts.add(text);
        case "tool_use", "server_tool_use" ->
            toolUses.add(new ToolUse(toolUseId, toolName, inputDescription));
        case "tool_result" -> failedByToolUseId.put(returnedToolUseId, failed);
        default -> {}
      }
    }
  }
}
