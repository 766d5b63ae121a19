package drover.factory;

import drover.config.Settings;
import drover.issue.Composition;
import drover.issue.IssueComment;
import drover.issue.IssueNews;
import drover.ledger.Ledger;
import drover.run.Journal;
import drover.turn.Texts;
import drover.verify.Suites;
import drover.workspace.ComposedCommits;
import drover.workspace.Git;
import drover.workspace.Workspaces;
import java.util.Map;

/** What works on issues, and tells them how it went. */
record IssueParts(
    Settings settings, Ledger ledger, Journal journal, Workspaces workspaces, Git cleanGit) {

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes(GithubParts github) {
    ComposedCommits commits = new ComposedCommits(cleanGit);
    return Map.of(
        "issueLook", github.issueLook(new Texts(), journal),
        "issueComment", new IssueComment(github.comments()),
        "issueNews", new IssueNews(ledger, journal),
        "suites", new Suites(settings, workspaces),
        "composition", new Composition(workspaces, commits, ledger, journal));
  }
}
