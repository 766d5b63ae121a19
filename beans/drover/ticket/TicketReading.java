package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.LinearSettings;
import drover.config.Settings;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.ledger.EventType;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.ticket.Ticket.SubIssue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;

/** Reads the ticket that a run is about. */
public final class TicketReading {
  private static final Set<String> CLOSED = Set.of("completed", "canceled", "duplicate");
  private static final String REHEARSED =
      "rehearsal: the ticket %s is a sample that comes with Drover, Linear was not asked%s";

  private final LinearApi api;
  private final LinearSettings settings;
  private final SampleTicket sample;
  private final Journal journal;

  /**
   * @param sample file of the ticket for rehearsals
   */
  public TicketReading(LinearApi api, Settings settings, Path sample, Journal journal) {
    this.api = api;
    this.settings = settings.linear();
    this.sample = new SampleTicket(sample);
    this.journal = journal;
  }

  /**
   * Work of the step {@code ticket}.
   *
   * @throws RunEnded when there is no such ticket, or it is closed, or there is no key
   * @throws Unavailable when Linear may answer later
   */
  public Ticket read(@Variable("run") RunExecution run) {
    String identifier = run.task().params().getOrDefault("ticket", "");
    Ticket ticket = run.task().isRehearsal() ? rehearsed(run, identifier) : asked(identifier);
    ticket.notices().forEach(notice -> journal.tell(run.claim(), EventType.NOTICE, notice));
    return ticket;
  }

  /** What the rest of the run is about. */
  public void brief(RunExecution run, Ticket ticket) {
    run.about(ticket.getBrief());
  }

  private Ticket rehearsed(RunExecution run, String identifier) {
    String why = "";
    if (api.hasKey()) {
      try {
        return asked(identifier);
      } catch (Unavailable e) { // a rehearsal needs no network
        why = " (" + e.reason() + ")";
      }
    }
    journal.tell(run.claim(), EventType.NOTICE, REHEARSED.formatted(identifier, why));
    JsonNode issue = sample.named(identifier);
    List<JsonNode> children = SampleTicket.nodes(issue.path("children"));
    List<JsonNode> comments = SampleTicket.nodes(issue.path("comments"));
    return ticket(issue, children, comments, "", new ArrayList<>());
  }

  private Ticket asked(String identifier) {
    try {
      JsonNode issue = api.ask(LinearQuestions.ISSUE, Map.of("id", identifier)).path("issue");
      refuseWhenOver(issue, identifier);
      String id = issue.path("id").asText();
      List<String> notices = new ArrayList<>();
      TicketPages pages = new TicketPages(api);
      List<JsonNode> children =
          all(pages.of(LinearQuestions.CHILDREN, id, "issue", "children"), "sub-issues", notices);
      List<JsonNode> comments =
          all(pages.of(LinearQuestions.COMMENTS, id, "issue", "comments"), "comments", notices);
      return ticket(issue, children, comments, doneState(issue, pages, notices), notices);
    } catch (NotThere e) {
      throw noTicket(identifier, "the holder of the key sees none");
    } catch (Refused e) {
      throw RunEnded.failed("failed", "ticket-unread: " + e.sentence());
    }
  }

  private static void refuseWhenOver(JsonNode issue, String identifier) {
    if (!issue.isObject()) {
      throw noTicket(identifier, "the holder of the key sees none");
    }
    if (issue.path("trashed").asBoolean() || issue.path("archivedAt").isTextual()) {
      throw noTicket(identifier, "it is archived or deleted");
    }
    if (CLOSED.contains(issue.path("state").path("type").asText())) {
      throw RunEnded.failed(
          "failed",
          "ticket-closed: %s is in the state %s: move it back, then ./drover retry"
              .formatted(identifier, TicketText.word(issue.path("state"), "name")));
    }
  }

  private static RunEnded noTicket(String identifier, String why) {
    return RunEnded.failed(
        "failed",
        "no-ticket: there is no ticket %s to work on, %s: compare it with Linear"
            .formatted(identifier, why));
  }

  private static List<JsonNode> all(TicketPages.All all, String what, List<String> notices) {
    if (!all.complete()) {
      notices.add(
          "the ticket has more than %d %s: the rest was not read"
              .formatted(all.nodes().size(), what));
    }
    return all.nodes();
  }

  /** Id of the team's state for delivered work; empty: the ticket stays where it is. */
  private String doneState(JsonNode issue, TicketPages pages, List<String> notices) {
    String wanted = settings.doneState();
    if (wanted.isBlank()) {
      return "";
    }
    String team = issue.path("team").path("id").asText();
    return pages.of(LinearQuestions.STATES, team, "team", "states").nodes().stream()
        .filter(state -> state.path("name").asText().equalsIgnoreCase(wanted))
        .map(state -> state.path("id").asText())
        .findFirst()
        .orElseGet(
            () -> {
              notices.add(
                  "the team %s has no state \"%s\" (drover.linear.done-state): the ticket will stay where it is"
                      .formatted(TicketText.word(issue.path("team"), "key"), wanted));
              return "";
            });
  }

  private Ticket ticket(
      JsonNode issue,
      List<JsonNode> children,
      List<JsonNode> comments,
      String doneState,
      List<String> notices) {
    if (issue.path("description").asText("").isBlank()) {
      notices.add("the ticket has no description: the agent works from its title");
    }
    List<JsonNode> parts =
        children.stream()
            .sorted(Comparator.comparingDouble(one -> one.path("subIssueSortOrder").asDouble()))
            .toList();
    List<JsonNode> said =
        comments.stream()
            .sorted(Comparator.comparing(one -> one.path("createdAt").asText()))
            .toList();
    String readyLabel =
        SampleTicket.nodes(issue.path("labels")).stream()
            .filter(label -> label.path("name").asText().equals(settings.readyLabel()))
            .map(label -> label.path("id").asText())
            .findFirst()
            .orElse("");
    return new Ticket(
        issue.path("id").asText(),
        TicketText.word(issue, "identifier"),
        TicketText.word(issue, "title"),
        TicketText.word(issue, "url"),
        TicketText.word(issue.path("state"), "name"),
        doneState,
        readyLabel,
        parts.stream()
            .map(
                one ->
                    new SubIssue(TicketText.word(one, "identifier"), TicketText.word(one, "title")))
            .toList(),
        TicketText.of(issue, parts, said),
        List.copyOf(notices));
  }
}
