package drover.factory;

import drover.config.Secrets;
import drover.config.Settings;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.ticket.LinearApi;
import drover.ticket.SubIssueCommits;
import drover.ticket.TicketComment;
import drover.ticket.TicketNews;
import drover.ticket.TicketReading;
import drover.ticket.TicketState;
import drover.workspace.Workspaces;
import java.util.Map;

/** What reads tickets and tells them how the work on them goes. */
final class TicketParts {
  private final Map<String, Object> beans;

  TicketParts(
      Site site,
      Settings settings,
      Redactor redactor,
      Ledger ledger,
      Journal journal,
      Clock clock,
      Workspaces workspaces) {
    Secrets secrets = new Secrets(site.environment(), redactor);
    LinearApi linear = new LinearApi(settings.linear(), secrets, clock);
    TicketReading reading =
        new TicketReading(
            linear,
            settings,
            site.installation().resolve("runtime-image/rehearsal/sample-ticket.json"),
            journal);
    this.beans =
        Map.of(
            "ticketReading", reading,
            "ticketNews", new TicketNews(ledger, journal),
            "ticketComment", new TicketComment(linear),
            "ticketState", new TicketState(linear),
            "subIssueCommits", new SubIssueCommits(workspaces));
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes() {
    return beans;
  }
}
