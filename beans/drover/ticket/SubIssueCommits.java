package drover.ticket;

import drover.ticket.Coverage.Part;
import drover.turn.TurnResult;
import drover.workspace.CommitMessage;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Variable;

/** Looks for the checkpoint commit of each sub-issue: one whose message names it. */
public final class SubIssueCommits {
  private final Workspaces workspaces;

  public SubIssueCommits(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /** Work of the step {@code coverage}. */
  public Coverage look(
      @Variable("ticket") Ticket ticket,
      @Variable("workspace") Workspace workspace,
      @Variable("turn") TurnResult turn) {
    if (ticket.subIssues().isEmpty()) {
      return new Coverage(List.of());
    }
    List<CommitMessage> commits =
        workspaces.cleanOf(workspace).messages(workspace.baseSha(), turn.headSha());
    return new Coverage(
        ticket.subIssues().stream()
            .map(part -> new Part(part.identifier(), newestNaming(commits, part.identifier())))
            .toList());
  }

  private static String newestNaming(List<CommitMessage> commits, String identifier) {
    Pattern name =
        Pattern.compile(
            "(?<![A-Za-z0-9-])" + Pattern.quote(identifier) + "(?![0-9])",
            Pattern.CASE_INSENSITIVE);
    return commits.stream()
        .filter(commit -> name.matcher(commit.text()).find())
        .map(CommitMessage::commit)
        .findFirst()
        .orElse("");
  }
}
