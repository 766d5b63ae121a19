package drover.machine;

import java.util.List;
import java.util.stream.Stream;

/** A process and all its descendants: a shell started by an agent outlives the agent otherwise. */
public record ProcessTree(ProcessHandle root) {

  /** Kills everything, children first noted, so that none escapes when its parent is gone. */
  public void kill() {
    List<ProcessHandle> members = Stream.concat(root.descendants(), Stream.of(root)).toList();
    members.forEach(ProcessHandle::destroyForcibly);
  }
}
