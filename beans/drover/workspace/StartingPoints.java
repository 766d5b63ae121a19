package drover.workspace;

import drover.effect.Unavailable;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.task.InvalidTask;
import java.util.function.Function;

/** Finds where a run starts from, and ends it where that cannot be used. */
final class StartingPoints {
  private final Repositories repositories;

  StartingPoints(Repositories repositories) {
    this.repositories = repositories;
  }

  /**
   * Lays something at the starting point of a run.
   *
   * @throws Unavailable when a remote does not answer now
   * @throws RunEnded when there is no repository, no such base, or git refuses
   */
  Workspace lay(RunExecution run, Function<StartingPoint, Workspace> work) {
    String repository =
        repositories
            .nameOf(run.task())
            .orElseThrow(
                () ->
                    RunEnded.failed(
                        "no-repository",
                        "no-repository: give --repo, or set drover.jobs.%s.repository"
                            .formatted(run.task().job())));
    try {
      return work.apply(find(run, repository));
    } catch (GitFailed e) {
      if (e.isOutage()) {
        throw Unavailable.now(repository, e.cause());
      }
      throw RunEnded.failed(
          "failed", "repository-unusable: %s: %s".formatted(repository, e.cause()));
    } catch (InvalidTask e) { // what nobody could check when the task was handed in
      throw RunEnded.failed("failed", "repository-unusable: " + e.getMessage());
    }
  }

  private StartingPoint find(RunExecution run, String repository) {
    SourceRepository source = repositories.open(repository);
    String base = run.task().base().orElseGet(() -> repositories.currentBranch(source));
    String sha =
        repositories
            .resolveBase(source, base)
            .orElseThrow(
                () ->
                    RunEnded.failed(
                        "failed",
                        "no-base: %s has no branch %s to start from".formatted(repository, base)));
    return new StartingPoint(source, repositories.isBranch(source, base) ? base : sha, sha);
  }
}
