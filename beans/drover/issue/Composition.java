package drover.issue;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.CommitMessage;
import drover.workspace.ComposedCommits;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * Makes one commit of what an agent committed: the same files, so that what was found of them
 * holds, on top of what was delivered before, with words that tell people and GitHub what it is
 * for.
 */
public final class Composition {
  private static final String TRAILER = "AFK-Run: ";

  private final Workspaces workspaces;
  private final ComposedCommits commits;
  private final Ledger ledger;
  private final Journal journal;

  public Composition(
      Workspaces workspaces, ComposedCommits commits, Ledger ledger, Journal journal) {
    this.workspaces = workspaces;
    this.commits = commits;
    this.ledger = ledger;
    this.journal = journal;
  }

  /**
   * Work of the step {@code compose}, for a commit that was verified.
   *
   * @throws RunEnded when nothing is left to be delivered for the first time
   */
  public Composed compose(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("implemented") TurnResult implemented,
      @Variable("turn") TurnResult turn,
      @Variable("verify") Verified verified) {
    Optional<String> delivered = delivered(run);
    String before = delivered.orElse(workspace.baseSha());
    boolean isNew =
        !workspaces.cleanOf(workspace).changedFiles(before, verified.commit()).isEmpty();
    if (!isNew && delivered.isEmpty()) {
      throw RunEnded.failed(
          "nothing-changed",
          "nothing-changed: what the reviews have left of the work does not differ from the base");
    }
    List<String> parts = parts(workspace, before, verified.commit());
    String subject = CommitWords.subject(implemented.answer(), parts, run.brief().topic());
    String message =
        journal.withoutSecrets(
            CommitWords.message(subject, parts, run.brief().trailers(), TRAILER + run.id()));
    String commit =
        isNew
            ? commits.make(
                workspace,
                verified.commit(),
                List.of(before),
                run.task().agent() + "-agent",
                message)
            : before; // a turn that mended nothing makes no commit
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.runs().head(run.claim(), commit);
          return commit;
        });
    return new Composed(subject, turn.at(commit), verified.of(commit));
  }

  /** What is in a cluster leaves as it was committed there. */
  public Composed leave(
      @Variable("run") RunExecution run,
      @Variable("turn") TurnResult turn,
      @Variable("verify") Verified verified) {
    return new Composed(run.brief().topic(), turn, verified);
  }

  /** What was delivered is never rewritten: what comes later stands on top of it. */
  private Optional<String> delivered(RunExecution run) {
    return ledger.read().steps().active(run.id()).stream()
        .filter(step -> step.name().equals("deliver"))
        .flatMap(step -> step.result().stream())
        .map(json -> Json.tree(json).path("result"))
        .filter(result -> !result.path("overtakenBy").isTextual())
        .map(result -> result.path("commit").asText())
        .reduce((first, second) -> second);
  }

  /** Subjects of the agent's own commits, oldest first. */
  private List<String> parts(Workspace workspace, String from, String to) {
    return workspaces.cleanOf(workspace).messages(from, to).reversed().stream()
        .map(CommitMessage::text)
        .toList();
  }
}
