package drover.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MCP servers that jobs may use, by name. */
public record McpSettings(Map<String, Server> servers) {

  public McpSettings {
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
  }

  /**
   * A program that speaks MCP on its standard input and output.
   *
   * @param secrets names of the secrets it gets as variables, and nobody else
   * @param image that it runs in beside a pod's agent; empty: that of the agent
   */
  public record Server(
      String command, List<String> args, List<String> secrets, Optional<String> image) {

    public Server {
      args = List.copyOf(args);
      secrets = List.copyOf(secrets);
    }
  }
}
