package drover.workspace;

import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.Tables;
import drover.run.RunEnded;
import drover.run.RunExecution;

/** Gives each run a branch that nobody else has. */
final class BranchReservations {
  private final Repositories repositories;
  private final Ledger ledger;

  BranchReservations(Repositories repositories, Ledger ledger) {
    this.repositories = repositories;
    this.ledger = ledger;
  }

  /** Refs are paths: where a branch is called agent, none can be called agent/something. */
  void refuseWhenInTheWay(RunExecution run, SourceRepository source) {
    BranchNames.foldersOf(BranchNames.of(run).findFirst().orElseThrow())
        .filter(folder -> repositories.hasBranch(source, folder))
        .findFirst()
        .ifPresent(
            folder -> {
              throw RunEnded.failed(
                  "not-pushable",
                  "not-pushable: %s has a branch called %s, which leaves no room for %s/...: rename it"
                      .formatted(source.name(), folder, folder));
            });
  }

  /**
   * The name of the branch of a run, the same whenever it is asked for.
   *
   * @param workspace where its agent works, for people
   */
  String reserve(RunExecution run, StartingPoint start, String workspace) {
    Claim claim = run.claim();
    SourceRepository source = start.source();
    return ledger.write(
        tables -> {
          String branch =
              tables.runs().fenced(claim).branch().orElseGet(() -> freeBranch(tables, run, source));
          tables.runs().reserveBranch(claim, source.name(), branch, start.base(), workspace);
          return branch;
        });
  }

  private String freeBranch(Tables tables, RunExecution run, SourceRepository source) {
    return BranchNames.of(run)
        .filter(branch -> !tables.runs().branchTaken(source.name(), branch, run.id()))
        .filter(branch -> !repositories.hasBranch(source, branch))
        .findFirst()
        .orElseThrow();
  }
}
