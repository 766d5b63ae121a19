package drover.mcp;

import drover.config.McpSettings;
import java.util.Map;

/**
 * A server that a run's agent may use.
 *
 * @param secrets variables of the server, with their values
 */
public record McpProgram(String name, McpSettings.Server server, Map<String, String> secrets) {
  public McpProgram {
    secrets = Map.copyOf(secrets);
  }

  @Override
  public String toString() {
    return name;
  }
}
