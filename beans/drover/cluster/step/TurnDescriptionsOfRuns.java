package drover.cluster.step;

import drover.cluster.launch.Source;
import drover.cluster.launch.TurnSpec;
import drover.cluster.turn.TurnDescriptions;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import drover.ledger.TurnRecord;
import drover.run.RunExecution;
import drover.turn.Assignment;
import drover.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what an invocation is to be from what the ledger knows, so that every instance says the
 * same.
 */
public final class TurnDescriptionsOfRuns implements TurnDescriptions {
  /** Steps that leave the workspace at a commit, and where their results tell it. */
  private static final Map<String, String> COMMITS = Map.of("turn", "headSha", "reset", "commit");

  private final Ledger ledger;
  private final ClusterRuns runs;
  private final TurnPlans plans;
  private final Sources sources;

  public TurnDescriptionsOfRuns(Ledger ledger, ClusterRuns runs, TurnPlans plans, Sources sources) {
    this.ledger = ledger;
    this.runs = runs;
    this.plans = plans;
    this.sources = sources;
  }

  @Override
  public String jobOf(RunExecution run, TurnRecord record) {
    return runs.of(run).turnJob(record.turn(), record.invocation());
  }

  @Override
  public TurnSpec of(RunExecution run, Assignment assignment, TurnRecord record) {
    List<StepRecord> done =
        ledger.read().steps().active(run.id()).stream()
            .filter(step -> step.state() == StepState.FINISHED && step.seq() < run.position())
            .toList();
    Workspace workspace = workspaceOf(done);
    Source source =
        assignment.purpose().isReview()
            ? new Source.Remote("", Map.of())
            : sources.of(run, workspace);
    return plans.plan(run, workspace, assignment, record, source, start(run, workspace, done));
  }

  /** A new attempt and a step that went back leave behind what came after their commit. */
  private static StartOfTurn start(RunExecution run, Workspace workspace, List<StepRecord> done) {
    String commit =
        done.stream()
            .filter(step -> COMMITS.containsKey(step.name()))
            .flatMap(step -> commitOf(step).stream())
            .reduce((first, second) -> second)
            .orElse(workspace.baseSha());
    long resets = done.stream().filter(step -> step.name().equals("reset")).count();
    return new StartOfTurn(commit, run.claim().attempt() + "." + resets);
  }

  private static Optional<String> commitOf(StepRecord step) {
    String field = COMMITS.getOrDefault(step.name(), "");
    return step.result()
        .map(json -> Json.tree(json).path("result").path(field).asText(""))
        .filter(sha -> !sha.isEmpty());
  }

  private static Workspace workspaceOf(List<StepRecord> done) {
    return done.stream()
        .filter(step -> step.name().equals("workspace"))
        .flatMap(step -> step.result().stream())
        .map(json -> Json.convert(Json.tree(json).path("result"), Workspace.class))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a turn in a cluster needs a workspace"));
  }
}
