package drover.factory;

import drover.config.Settings;
import drover.config.WatchSettings;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.ci.CheckRerun;
import drover.github.ci.CiEvidence;
import drover.github.ci.CiReading;
import drover.github.effect.GithubComments;
import drover.github.effect.GithubTargets;
import drover.github.effect.IssueClosing;
import drover.github.effect.IssueLabel;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.report.Artifacts;
import drover.run.Journal;
import drover.watch.CiIssue;
import drover.watch.CiNews;
import drover.watch.Looks;
import drover.watch.Watching;
import java.util.Map;

/** What watches CI of what was pushed. */
public record WatchParts(
    Settings settings, GithubHost host, GithubAccess access, Ledger ledger, Clock clock) {

  /** The beans that routes call, by the names they use. */
  public Map<String, Object> forRoutes(Journal journal) {
    WatchSettings watch = settings.watch();
    GithubTargets targets = new GithubTargets(host, access);
    return Map.of(
        "looks", new Looks(watch, host, new CiReading(access), ledger, clock),
        "watching", new Watching(settings, host, targets, new CiEvidence(access), ledger, clock),
        "ciNews", new CiNews(new Artifacts(journal), ledger, journal),
        "ciIssue", new CiIssue(new GithubComments(targets, access)),
        "humanLabel", new IssueLabel(targets, access, watch.humanLabel()),
        "issueClosing", new IssueClosing(targets, access),
        "checkRerun", new CheckRerun(host, access));
  }
}
