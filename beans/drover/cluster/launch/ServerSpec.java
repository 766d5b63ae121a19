package drover.cluster.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An MCP server beside an agent, in a container of the same pod.
 *
 * @param name as the agent knows it
 * @param image empty: that of the turn
 * @param argv program and arguments, by their names in the image
 * @param secrets variables that this container gets, and no other
 */
public record ServerSpec(
    String name, Optional<String> image, List<String> argv, Map<String, String> secrets) {
  /** Of the names of their containers. */
  static final String PREFIX = "mcp-";

  public ServerSpec {
    argv = List.copyOf(argv);
    secrets = Map.copyOf(secrets);
  }

  /** Where the agent finds it. */
  public Path socket() {
    return directory().resolve("door.sock");
  }

  Path directory() {
    return Path.of("/run/drover", container());
  }

  /** Name of its container, and of the volume with its socket. */
  String container() {
    return PREFIX + ObjectNames.part(name, ObjectNames.LONGEST / 2);
  }

  @Override
  public String toString() {
    return name;
  }
}
