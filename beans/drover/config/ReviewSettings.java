package drover.config;

import drover.runtime.AgentRuntime;
import java.util.List;

/** The review of a finished implementation. */
public record ReviewSettings(
    AgentRuntime runtime,
    String model,
    int threshold,
    int rounds,
    int maxTurns,
    List<String> allowedTools) {

  public ReviewSettings {
    allowedTools = List.copyOf(allowedTools);
  }
}
