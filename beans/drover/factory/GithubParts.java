package drover.factory;

import drover.config.GithubSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.github.PullRequestEvents;
import drover.github.access.GitAccess;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.bell.BellClient;
import drover.github.bell.CommentBell;
import drover.github.bell.IssueBell;
import drover.github.effect.BranchDeletion;
import drover.github.effect.BranchDeletion.Rule;
import drover.github.effect.BranchPush;
import drover.github.effect.DefaultBranch;
import drover.github.effect.EditedComments;
import drover.github.effect.GithubComments;
import drover.github.effect.GithubTargets;
import drover.github.effect.PullRequestEffect;
import drover.github.effect.PullRequestLabel;
import drover.github.review.PullRequestLook;
import drover.github.review.ReviewAnswers;
import drover.github.review.ReviewReply;
import drover.issue.IssueLook;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.turn.Texts;
import drover.workspace.Git;
import drover.workspace.RemoteBranches;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.github.GitHubConstants;
import org.eclipse.egit.github.core.service.EventService;
import org.eclipse.egit.github.core.service.IssueService;
import org.eclipse.egit.github.core.service.PullRequestService;
import org.eclipse.egit.github.core.service.RepositoryService;

/** What reaches GitHub. */
final class GithubParts {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Duration LONGEST_PUSH = Duration.ofMinutes(10);

  private final GithubHost host;
  private final GithubAccess access;
  private final GitAccess gitAccess;
  private final String label;
  private final Rule rule;

  /**
   * @throws drover.config.ConfigurationException when a GitHub App is given only in part
   */
  GithubParts(Settings settings, Secrets secrets, Redactor redactor, Clock clock) {
    this.host = new GithubHost(settings.github());
    this.access = new GithubAccess(host, secrets, redactor, clock);
    this.gitAccess = new GitAccess(host, access);
    access.check();
    this.label = settings.pullRequests().label();
    this.rule = settings.pullRequests().deleteClosedBranch() ? Rule.DELETE : Rule.LEAVE;
  }

  GitAccess gitAccess() {
    return gitAccess;
  }

  GithubTargets targets() {
    return new GithubTargets(host, access);
  }

  /** What moves branches of remotes. */
  static RemoteBranches branches(Git operator) {
    return new RemoteBranches(operator, LONGEST_PUSH);
  }

  BranchPush push(Git operator, Ledger ledger) {
    return new BranchPush(targets(), gitAccess, branches(operator), ledger);
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes(Git operator, Ledger ledger) {
    GithubTargets targets = targets();
    RemoteBranches branches = branches(operator);
    return Map.of(
        "github", targets,
        "push", push(operator, ledger),
        "pullRequest", new PullRequestEffect(targets, access),
        "pullRequestLabel", new PullRequestLabel(targets, access, label),
        "pullRequestLook", new PullRequestLook(host, access, ledger),
        "branchDeletion", new BranchDeletion(targets, gitAccess, branches, ledger, rule));
  }

  /**
   * What listens for comments and to issues; camel-github finds its services by these names.
   *
   * @param isOurs whether a run made the pull request of that page
   */
  Map<String, Object> forListening(GithubSettings settings, PullRequestEvents.MadeHere isOurs) {
    BellClient client = new BellClient(host, access);
    return Map.of(
        "commentBell",
        new CommentBell(settings, new PullRequestEvents(isOurs), BETWEEN_LOOKS),
        "issueBell",
        new IssueBell(settings, BETWEEN_LOOKS),
        GitHubConstants.GITHUB_EVENT_SERVICE,
        new EventService(client),
        GitHubConstants.GITHUB_REPOSITORY_SERVICE,
        new RepositoryService(client),
        GitHubConstants.GITHUB_PULL_REQUEST_SERVICE,
        new PullRequestService(client),
        GitHubConstants.GITHUB_ISSUE_SERVICE,
        new IssueService(client));
  }

  PollParts polling(Settings settings, Ledger ledger, Clock clock) {
    return new PollParts(settings, host, access, ledger, clock);
  }

  GithubHost host() {
    return host;
  }

  DefaultBranch defaultBranch(Git operator) {
    return new DefaultBranch(targets(), gitAccess, branches(operator));
  }

  GithubComments comments() {
    return new GithubComments(targets(), access);
  }

  EditedComments editedComments() {
    return new EditedComments(targets(), access);
  }

  IssueLook issueLook(Texts texts, Journal journal) {
    return new IssueLook(host, access, texts, journal);
  }

  /** What follows a delivery: answers to who reviewed it, and watching CI. */
  Map<String, Object> afterDelivery(
      Settings settings, Ledger ledger, Clock clock, Journal journal) {
    ReviewReply reply = new ReviewReply(host, access);
    Map<String, Object> beans = new HashMap<>();
    beans.put("reviewReply", reply);
    beans.put("reviewAnswers", new ReviewAnswers(ledger, journal, reply));
    beans.putAll(new WatchParts(settings, host, access, ledger, clock).forRoutes(journal));
    return beans;
  }
}
