package drover.turn;

import drover.json.Json;
import drover.turn.AgentCommand.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Command line of Claude Code 2.1, headless. */
final class ClaudeArguments {
  private ClaudeArguments() {}

  static List<String> of(List<String> program, Assignment assignment, Session session) {
    List<String> argv = new ArrayList<>(program);
    argv.addAll(
        List.of(
            "-p",
            "--output-format",
            "stream-json",
            "--verbose",
            "--include-partial-messages",
            "--model",
            assignment.model(),
            "--max-turns",
            Integer.toString(assignment.maxTurns()),
            "--permission-mode",
            assignment.permissionMode(),
            session.beginning() == Session.Beginning.NEW ? "--session-id" : "--resume",
            session.id()));
    if (assignment.purpose().isReview()) {
      argv.addAll(List.of("--setting-sources", "user")); // not those of the work under review
    }
    assignment.agent().ifPresent(agent -> argv.addAll(List.of("--agent", agent)));
    assignment
        .schema()
        .ifPresent(
            schema -> {
              argv.add("--json-schema");
              argv.add(schema);
            });
    if (!assignment.servers().isEmpty()) {
      // what follows ends its list of files
      argv.addAll(List.of("--mcp-config", servers(assignment.servers()), "--strict-mcp-config"));
    }
    if (!assignment.allowedTools().isEmpty()) {
      argv.add("--allowedTools"); // last, because it takes every argument up to the next option
      argv.addAll(assignment.allowedTools());
    }
    return argv;
  }

  /** A server is the stream of a socket; whoever listens there starts what is meant. */
  private static String servers(Map<String, Path> sockets) {
    Map<String, Object> servers = new TreeMap<>();
    sockets.forEach(
        (name, socket) ->
            servers.put(
                name,
                Map.of(
                    "type",
                    "stdio",
                    "command",
                    "socat",
                    "args",
                    List.of("-", "UNIX-CONNECT:" + socket))));
    return Json.write(Map.of("mcpServers", servers));
  }
}
