package drover.workspace;

import drover.run.RunExecution;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names for the branch of a run, until one is free: the task's own, else the agent's and a time.
 */
final class BranchNames {
  private BranchNames() {}

  static Stream<String> of(RunExecution run) {
    return Optional.ofNullable(run.task().params().get("branch"))
        .map(BranchNames::numbered)
        .orElseGet(() -> timed(run.task().agent(), run.createdAt().getEpochSecond()));
  }

  /** Folders that the name lies in: no branch can be called so beside it, refs are paths. */
  static Stream<String> foldersOf(String branch) {
    return Stream.iterate(branch, name -> name.contains("/"), BranchNames::folderOf)
        .map(BranchNames::folderOf);
  }

  private static String folderOf(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }

  private static Stream<String> numbered(String name) {
    return Stream.concat(
        Stream.of(name),
        Stream.iterate(2, number -> number + 1).map(number -> name + "-" + number));
  }

  private static Stream<String> timed(String agent, long second) {
    return Stream.iterate(second, next -> next + 1).map(next -> "agent/" + agent + "-" + next);
  }
}
