package drover.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.Brief;
import drover.run.StepResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Result of the step {@code ticket}: what it said when the work began.
 *
 * @param id Linear's own, a UUID
 * @param identifier what people call it, such as {@code IX-123}
 * @param state name of the state it was in
 * @param doneStateId state of its team that it goes to when the work is delivered; empty: it stays
 * @param readyLabelId the label that started the work, if it is on; empty: it is not
 * @param subIssues in their order
 * @param text all of it for a prompt, limited in size
 * @param notices what a person should know, for instance that it has no description
 */
public record Ticket(
    String id,
    String identifier,
    String title,
    String url,
    String state,
    String doneStateId,
    String readyLabelId,
    List<SubIssue> subIssues,
    String text,
    List<String> notices)
    implements StepResult {
  private static final int LONGEST_TITLE = 80;

  /** A part of the ticket with an identifier of its own. */
  public record SubIssue(String identifier, String title) {}

  /** What the agent is told to do. */
  @JsonIgnore
  public Brief getBrief() {
    String parts = subIssues.stream().map(SubIssue::identifier).collect(Collectors.joining(" "));
    return new Brief(
        identifier + ": " + title, text, Map.of("TICKET", identifier, "SUB_ISSUES", parts));
  }

  @Override
  public String summary() {
    String parts =
        subIssues.isEmpty()
            ? ""
            : ", %d sub-issue%s".formatted(subIssues.size(), subIssues.size() == 1 ? "" : "s");
    String shown =
        title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "…";
    return "%s \"%s\" (%s%s)".formatted(identifier, shown, state, parts);
  }
}
