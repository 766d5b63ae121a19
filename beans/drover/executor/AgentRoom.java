package drover.executor;

import drover.guard.GuardDoor;
import drover.machine.MemoryWatch;
import drover.sandbox.Sandbox.Cell;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent works, with the doors that lead out of there.
 *
 * @param guard where its hooks ask; empty: it has none
 * @param memory of all its processes; empty: it may use what there is
 * @param doors everything to be closed when the agent is gone
 */
record AgentRoom(
    Cell cell, Optional<GuardDoor> guard, Optional<MemoryWatch> memory, List<Runnable> doors) {
  AgentRoom {
    doors = List.copyOf(doors);
  }

  void close() {
    doors.forEach(Runnable::run);
  }
}
