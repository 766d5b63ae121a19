package drover.afk;

import drover.deliver.Delivered;
import drover.run.Digests;
import drover.run.RunExecution;
import drover.turn.Assignment;
import drover.turn.Purpose;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * What steps do in a factory without agents, git and sandboxes: nothing but to remember that they
 * were done. The same step of the same run always makes the same commit.
 */
public final class AfkWork {
  static final String BASE = "b".repeat(40);

  /** A turn of an agent. */
  record Turn(String run, int position, Purpose purpose, String prompt) {}

  private final List<Turn> turns = Collections.synchronizedList(new ArrayList<>());
  private final List<String> pushed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private final List<String> atWork = Collections.synchronizedList(new ArrayList<>());
  private String repository = "";
  private Predicate<Turn> fails = turn -> false;

  void in(String url) {
    repository = url;
    turns.clear();
    pushed.clear();
    problems.clear();
    atWork.clear();
    fails = turn -> false;
  }

  void fails(Predicate<Turn> which) {
    fails = which;
  }

  /** Each once, however often it was entered. */
  List<Turn> turns() {
    return turns.stream().distinct().toList();
  }

  /** Commits in the order in which they were pushed first. */
  List<String> pushed() {
    return pushed.stream().distinct().toList();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  public Workspace workspace(@Variable("run") RunExecution run) {
    return new Workspace(
        repository,
        "/nonexistent/work",
        run.directory().toString(),
        "agent/" + run.id(),
        "main",
        BASE,
        List.of());
  }

  public Assignment begin(@Variable("run") RunExecution run) {
    return new Assignment(
        Purpose.IMPLEMENT,
        run.task().worker(),
        Optional.empty(),
        "sonnet",
        1,
        "default",
        List.of(),
        Path.of("/nonexistent/work"),
        "Do it",
        Optional.empty(),
        Optional.empty(),
        java.util.Map.of());
  }

  /** Two agents in one repository are what must not be. */
  public TurnResult turn(@Variable("run") RunExecution run, @Body Assignment assignment) {
    atWork.add(run.id());
    try {
      if (atWork.size() > 1) {
        problems.add("two agents at work: " + atWork);
      }
      Turn turn = new Turn(run.id(), run.position(), assignment.purpose(), assignment.prompt());
      turns.add(turn);
      boolean isBad = fails.test(turn);
      return new TurnResult(
          assignment.purpose(),
          isBad ? "over-budget" : "succeeded",
          isBad ? "over-budget: all is spent" : "completed: done",
          "session-1",
          1,
          commit(run),
          true,
          "",
          List.of(),
          Optional.empty());
    } finally {
      atWork.remove(run.id());
    }
  }

  private static String commit(RunExecution run) {
    return Digests.sha256(run.id() + ":" + run.position()).substring(0, 40);
  }

  public Verified verify(@Variable("turn") TurnResult turn) {
    return new Verified(turn.headSha(), true, List.of());
  }

  public Delivered deliver(
      @Variable("workspace") Workspace workspace, @Variable("verify") Verified verified) {
    pushed.add(verified.commit());
    return new Delivered(
        workspace.repository(), "main", verified.commit(), "1 file changed", Optional.empty());
  }

  /** For what dispatch tidies. */
  public void tidy(@Variable("run") RunExecution run, @Variable("workspace") Workspace workspace) {
    if (!workspace.runDirectory().equals(run.directory().toString())) {
      problems.add("somebody else's workspace is tidied");
    }
  }
}
