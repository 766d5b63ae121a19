package drover.crash;

import drover.ledger.RunRecord;
import drover.ledger.RunState;
import java.util.ArrayList;
import java.util.List;

/**
 * A delivered run has left its branch with the commits of its scenario, each once; no other run has
 * left one, and nothing else has changed in the repository.
 */
final class BranchesAreRight implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    OperatorsRepository repository = aftermath.repository();
    List<String> wrong =
        new ArrayList<>(aftermath.ofEachRun((run, record) -> wrong(aftermath, run, record)));
    List<String> expected = new ArrayList<>(List.of("main"));
    aftermath.story().runs().stream()
        .flatMap(run -> aftermath.recordOf(run).stream())
        .filter(record -> hasBranch(repository, record))
        .forEach(record -> expected.add(record.branch().orElseThrow()));
    if (!repository.branches().stream()
        .sorted()
        .toList()
        .equals(expected.stream().sorted().toList())) {
      wrong.add("branches are %s, not %s".formatted(repository.branches(), expected));
    }
    if (repository.lines("rev-list", "main").size() != 1
        || !aftermath.story().isOnGithub() && !repository.lines("status", "--porcelain").isEmpty()
        || !repository.git("symbolic-ref", "HEAD").equals("refs/heads/main")) {
      wrong.add("the operator's base was touched");
    }
    return wrong;
  }

  private static List<String> wrong(Aftermath aftermath, StoryRun run, RunRecord record) {
    if (record.state() != RunState.SUCCEEDED) {
      return List.of();
    }
    String branch = record.branch().orElse("(none)");
    if (!aftermath.repository().branches().contains(branch)) {
      return List.of("its branch " + branch + " is not there");
    }
    List<String> commits = aftermath.repository().commitsOf(branch);
    List<String> expected = run.told().commitsOf(run.number());
    String head = aftermath.repository().head(branch);
    if (!commits.equals(expected)) {
      return List.of("its commits are %s, not %s".formatted(commits, expected));
    }
    return record.headSha().filter(head::equals).isPresent()
        ? List.of()
        : List.of("its branch is at %s, it says %s".formatted(head, record.headSha()));
  }

  /** Who is cancelled between the arrival of the branch and the end of the run leaves it there. */
  private static boolean hasBranch(OperatorsRepository repository, RunRecord record) {
    return record.state() == RunState.SUCCEEDED
        || record.state() == RunState.CANCELLED
            && (record.stage().filter("deliver"::equals).isPresent() || record.attempt() > 1)
            && repository.branches().contains(record.branch().orElse(""));
  }
}
