package drover.executor;

import drover.guard.GuardDoor;
import drover.machine.MemoryWatch;
import drover.sandbox.Sandbox.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an agent works, with the doors that lead out of there.
 *
 * @param guard where its hooks ask; empty: it has none
 * @param memory of all its processes; empty: it may use what there is
 * @param servers sockets of MCP servers by name, as they are called in there
 * @param doors everything to be closed when the agent is gone
 */
record AgentRoom(
    Cell cell,
    Optional<GuardDoor> guard,
    Optional<MemoryWatch> memory,
    Map<String, Path> servers,
    List<Runnable> doors) {
  AgentRoom {
    servers = Map.copyOf(servers);
    doors = List.copyOf(doors);
  }

  void close() {
    doors.forEach(Runnable::run);
  }
}
