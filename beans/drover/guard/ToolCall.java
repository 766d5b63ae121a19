package drover.guard;

import java.util.Map;

/**
 * What an agent is about to do.
 *
 * @param id of the model's request
 * @param tool name of the tool
 * @param directory where the agent works, absolute
 * @param inputs texts of its input by field; what is no text is left out
 */
public record ToolCall(String id, String tool, String directory, Map<String, String> inputs) {
  public ToolCall {
    inputs = Map.copyOf(inputs);
  }
}
