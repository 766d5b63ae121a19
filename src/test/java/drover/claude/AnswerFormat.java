package drover.claude;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A step in the words of the Messages API: server-sent events, or one JSON message. */
final class AnswerFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String messageId;
  private final String model;
  private final ScriptedStep step;

  AnswerFormat(String messageId, String model, ScriptedStep step) {
    this.messageId = messageId;
    this.model = model;
    this.step = step;
  }

  String asMessage() {
    ObjectNode message = envelope(step.usage().output());
    message.put("stop_reason", step.stopReason());
    ArrayNode contents = message.putArray("content");
    for (int i = 0; i < step.contents().size(); i++) {
      contents.add(block(i, true));
    }
    return message.toString();
  }

  String asEventStream() {
    StringBuilder events = new StringBuilder();
    ObjectNode start = JSON.createObjectNode();
    // The real API counts one token here; the final count comes with message_delta.
    start.set("message", envelope(1));
    append(events, "message_start", start);
    append(events, "ping", JSON.createObjectNode());
    for (int i = 0; i < step.contents().size(); i++) {
      ObjectNode opening = JSON.createObjectNode().put("index", i);
      opening.set("content_block", block(i, false));
      append(events, "content_block_start", opening);
      ObjectNode delta = JSON.createObjectNode().put("index", i);
      delta.set("delta", delta(step.contents().get(i)));
      append(events, "content_block_delta", delta);
      append(events, "content_block_stop", JSON.createObjectNode().put("index", i));
    }
    ObjectNode end = JSON.createObjectNode();
    end.putObject("delta").put("stop_reason", step.stopReason()).putNull("stop_sequence");
    end.putObject("usage").put("output_tokens", step.usage().output());
    append(events, "message_delta", end);
    append(events, "message_stop", JSON.createObjectNode());
    return events.toString();
  }

  static String error(String type, String message) {
    ObjectNode error = JSON.createObjectNode().put("type", "error");
    error.putObject("error").put("type", type).put("message", message);
    return error.toString();
  }

  private ObjectNode envelope(long outputTokens) {
    ObjectNode message =
        JSON.createObjectNode()
            .put("id", messageId)
            .put("type", "message")
            .put("role", "assistant")
            .put("model", model);
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message
        .putObject("usage")
        .put("input_tokens", step.usage().input())
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", step.usage().cacheRead())
        .put("output_tokens", outputTokens);
    return message;
  }

  private ObjectNode block(int index, boolean complete) {
    return switch (step.contents().get(index)) {
      case ScriptedStep.Text text ->
          JSON.createObjectNode().put("type", "text").put("text", complete ? text.text() : "");
      case ScriptedStep.ToolUse tool -> {
        ObjectNode block =
            JSON.createObjectNode()
                .put("type", "tool_use")
                .put("id", "toolu_" + messageId + "_" + index)
                .put("name", tool.name());
        block.set("input", complete ? tool.input() : JSON.createObjectNode());
        yield block;
      }
    };
  }

  private static ObjectNode delta(ScriptedStep.Content content) {
    return switch (content) {
      case ScriptedStep.Text text ->
          JSON.createObjectNode().put("type", "text_delta").put("text", text.text());
      case ScriptedStep.ToolUse tool ->
          JSON.createObjectNode()
              .put("type", "input_json_delta")
              .put("partial_json", tool.input().toString());
    };
  }

  private static void append(StringBuilder events, String type, ObjectNode data) {
    events.append("event: ").append(type).append('\n');
    events.append("data: ").append(data.put("type", type)).append("\n\n");
  }
}
