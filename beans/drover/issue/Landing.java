package drover.issue;

import drover.config.JobSettings;
import drover.config.JobSettings.DeliverRule;
import drover.config.Settings;
import drover.deliver.Delivered;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.effect.DefaultBranch.Standing;
import drover.github.effect.GithubTargets;
import drover.ledger.Ledger;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.ComposedCommits;
import drover.workspace.ComposedCommits.Merge;
import drover.workspace.Repositories;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;

/** Whether work goes to the default branch without a pull request, and what is there meanwhile. */
public final class Landing {
  private final Settings settings;
  private final GithubHost host;
  private final GithubTargets targets;
  private final Repositories repositories;
  private final Workspaces workspaces;
  private final ComposedCommits commits;
  private final Ledger ledger;

  public Landing(
      Settings settings,
      GithubHost host,
      GithubTargets targets,
      Repositories repositories,
      Workspaces workspaces,
      ComposedCommits commits,
      Ledger ledger) {
    this.settings = settings;
    this.host = host;
    this.targets = targets;
    this.repositories = repositories;
    this.workspaces = workspaces;
    this.commits = commits;
    this.ledger = ledger;
  }

  /** For routes: whether the configuration sends it there, and it can be done from here. */
  public boolean isWanted(
      @Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    boolean isConfigured =
        settings.job(run.task().job()).map(JobSettings::deliverRule).stream()
            .anyMatch(rule -> rule == DeliverRule.DEFAULT_BRANCH);
    return isConfigured
        && !run.task().isRehearsal()
        && !workspace.isDistant()
        && targets.takes(workspace)
        && repositories.isDefaultBranch(workspace);
  }

  /**
   * @throws RunEnded where nobody has enrolled the repository; a person cannot approve that
   */
  public void requireEnrolled(@Variable("workspace") Workspace workspace) {
    GithubRepository there = host.repository(workspace.repository()).orElseThrow();
    boolean mayLand =
        settings.github().allows(there.fullName())
            && ledger.read().enrolments().find(there.fullName()).isPresent();
    if (!mayLand) {
      throw RunEnded.blocked(
          "policy-refused",
          "policy-refused: protected-branch: %s: %s is not allowlisted and enrolled, so nothing goes there without a pull request: ./drover enrol %s, or set drover.jobs.implement-issue.deliver to pull-request"
              .formatted(workspace.base(), there.fullName(), there.fullName()));
    }
  }

  /** Result of the step {@code deliver} where others were faster. */
  public Delivered overtaken(
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified,
      @Variable("standing") Standing standing) {
    Delivered landed = landed(workspace, verified);
    return new Delivered(
        landed.repository(),
        landed.branch(),
        landed.commit(),
        landed.change(),
        landed.pullRequest(),
        Optional.of(standing.head()));
  }

  /** Result of the step {@code deliver}. */
  public Delivered landed(
      @Variable("workspace") Workspace workspace, @Variable("verify") Verified verified) {
    String change = workspaces.cleanOf(workspace).shortStat(workspace.baseSha(), verified.commit());
    return new Delivered(
        workspace.repository(), workspace.base(), verified.commit(), change, Optional.empty());
  }

  /**
   * Work of the step {@code merge}: the agent's workspace goes on from there as well. Nothing of it
   * is verified yet.
   */
  public Merged merge(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn,
      @Variable("deliver") Delivered overtaken) {
    String theirs = overtaken.overtakenBy().orElseThrow();
    return switch (commits.merge(workspace, theirs, overtaken.commit())) {
      case Merge.Conflict conflict ->
          new Merged(overtaken.commit(), conflict.files(), workspace, turn);
      case Merge.Clean clean -> {
        String commit = join(run, workspace, clean.tree(), List.of(theirs, overtaken.commit()));
        Workspace onto = workspace.onto(theirs);
        workspaces.goBack(run, onto, commit);
        yield new Merged(commit, List.of(), onto, turn.at(commit));
      }
    };
  }

  private String join(RunExecution run, Workspace workspace, String tree, List<String> parents) {
    String issue = run.task().params().getOrDefault("issue", "an issue");
    String message =
        "Merge the work on %s with %s\n\nAFK-Run: %s\n"
            .formatted(issue, workspace.base(), run.id());
    String commit = commits.make(workspace, tree, parents, run.task().agent() + "-agent", message);
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.runs().head(run.claim(), commit);
          return commit;
        });
    return commit;
  }
}
