package drover.turn;

import drover.runtime.AgentRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a coding agent is told to do in one turn.
 *
 * @param purpose why the turn happens
 * @param runtime the coding agent that takes it
 * @param agent name of the agent definition; empty: the prompt alone says everything
 * @param directory where it works
 * @param prompt what it is told
 * @param schema JSON Schema of the answer, where a structured one is wanted
 * @param resume session to go on with; empty: a new one
 * @param facts for a rehearsal, which cannot understand a prompt: round, criteria, base
 * @param servers sockets of MCP servers by name, as the agent sees them
 */
public record Assignment(
    Purpose purpose,
    AgentRuntime runtime,
    Optional<String> agent,
    String model,
    int maxTurns,
    String permissionMode,
    List<String> allowedTools,
    Path directory,
    String prompt,
    Optional<String> schema,
    Optional<String> resume,
    Map<String, String> facts,
    Map<String, Path> servers) {

  public Assignment(
      Purpose purpose,
      AgentRuntime runtime,
      Optional<String> agent,
      String model,
      int maxTurns,
      String permissionMode,
      List<String> allowedTools,
      Path directory,
      String prompt,
      Optional<String> schema,
      Optional<String> resume,
      Map<String, String> facts) {
    this(
        purpose,
        runtime,
        agent,
        model,
        maxTurns,
        permissionMode,
        allowedTools,
        directory,
        prompt,
        schema,
        resume,
        facts,
        Map.of());
  }

  /** The same where these servers are to be had. */
  public Assignment reaching(Map<String, Path> sockets) {
    return new Assignment(
        purpose,
        runtime,
        agent,
        model,
        maxTurns,
        permissionMode,
        allowedTools,
        directory,
        prompt,
        schema,
        resume,
        facts,
        sockets);
  }
}
