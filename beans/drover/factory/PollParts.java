package drover.factory;

import drover.config.Settings;
import drover.dispatch.KillSwitch;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.poll.Blockers;
import drover.github.poll.GithubPoll;
import drover.github.poll.IssueClaims;
import drover.github.poll.IssueExplanations;
import drover.github.poll.IssueGates;
import drover.github.poll.IssueLabels;
import drover.github.poll.IssueReading;
import drover.github.poll.RepositoryGates;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.run.Journal;
import drover.task.Mode;
import java.util.Map;

/** The poll of GitHub: what looks for issues, and the gates they pass. */
final class PollParts {
  private final Settings settings;
  private final GithubHost host;
  private final GithubAccess access;
  private final Ledger ledger;
  private final Clock clock;
  private final IssueReading reading;

  PollParts(Settings settings, GithubHost host, GithubAccess access, Ledger ledger, Clock clock) {
    this.settings = settings;
    this.host = host;
    this.access = access;
    this.ledger = ledger;
    this.clock = clock;
    this.reading = new IssueReading(access, settings.github().poll());
  }

  /** For whoever asks why, a server or a command. */
  Map<String, Object> gates(KillSwitch killSwitch, Mode mode) {
    return Map.of(
        "repositoryGates",
        new RepositoryGates(settings, ledger, killSwitch, clock, mode),
        "issueGates",
        new IssueGates(
            settings.github().poll(),
            ledger,
            reading,
            new Blockers(settings.github(), host, reading)),
        "issueExplanations",
        new IssueExplanations(host, reading));
  }

  /** For a server, beside the gates. */
  Map<String, Object> forRoutes(Journal journal) {
    return Map.of(
        "githubPoll", new GithubPoll(settings.github(), host, clock),
        "issueReading", reading,
        "issueClaims", new IssueClaims(ledger, clock),
        "issueLabels",
            new IssueLabels(settings.github(), host, access, reading, ledger, journal, clock));
  }
}
