package drover.executor;

import drover.guard.GuardDoor;
import drover.sandbox.Sandbox.Cell;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent works, with the doors that lead out of there.
 *
 * @param guard where its hooks ask; empty: it has none
 * @param doors everything to be closed when the agent is gone
 */
record AgentRoom(Cell cell, Optional<GuardDoor> guard, List<Runnable> doors) {
  AgentRoom {
    doors = List.copyOf(doors);
  }

  void close() {
    doors.forEach(Runnable::run);
  }
}
