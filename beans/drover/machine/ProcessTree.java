package drover.machine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process and all its descendants: a shell started by an agent outlives the agent otherwise. */
public record ProcessTree(ProcessHandle root) {

  /**
   * A process of this machine that was started with an argument nobody else uses: found again where
   * nobody had the time to note its number.
   */
  public static Optional<ProcessTree> startedWith(String argument) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .filter(all -> List.of(all).contains(argument))
                    .isPresent())
        .findFirst()
        .map(ProcessTree::new);
  }

  /** Kills everything, children first noted, so that none escapes when its parent is gone. */
  public void kill() {
    List<ProcessHandle> members = Stream.concat(root.descendants(), Stream.of(root)).toList();
    members.forEach(ProcessHandle::destroyForcibly);
  }
}
