package drover.factory;

import drover.config.Settings;
import drover.issue.Checklist;
import drover.issue.Composition;
import drover.issue.IssueComment;
import drover.issue.IssueNews;
import drover.issue.Landing;
import drover.ledger.Ledger;
import drover.run.Journal;
import drover.turn.Texts;
import drover.verify.Suites;
import drover.workspace.ComposedCommits;
import drover.workspace.Git;
import drover.workspace.Repositories;
import drover.workspace.Workspaces;
import java.util.Map;

/** What works on issues, and tells them how it went. */
record IssueParts(DeliverParts deliver, Repositories repositories, Git cleanGit, Git operatorGit) {

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes(GithubParts github) {
    Settings settings = deliver.settings();
    Ledger ledger = deliver.ledger();
    Journal journal = deliver.journal();
    Workspaces workspaces = deliver.workspaces();
    ComposedCommits commits = new ComposedCommits(cleanGit);
    return Map.of(
        "issueLook", github.issueLook(new Texts(), journal),
        "issueComment", new IssueComment(github.comments()),
        "issueNews", new IssueNews(ledger, journal),
        "editedComments", github.editedComments(),
        "issueChecklist",
            new Checklist(github.editedComments(), workspaces, ledger, journal, deliver.clock()),
        "suites", new Suites(settings, workspaces),
        "defaultBranch", github.defaultBranch(operatorGit),
        "landing",
            new Landing(
                settings,
                github.host(),
                github.targets(),
                repositories,
                workspaces,
                commits,
                ledger),
        "composition", new Composition(workspaces, commits, ledger, journal));
  }
}
