package drover.view;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.ApprovalRecord;
import drover.ledger.ApprovalRecord.Approval;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import drover.ledger.TurnRecord;
import drover.review.Review;
import drover.run.StepResult;
import drover.task.Task;
import drover.turn.TurnFacts;
import drover.view.RunDocument.Effect;
import drover.view.RunDocument.Gate;
import drover.view.RunDocument.Round;
import drover.view.RunDocument.Step;
import drover.view.RunDocument.Summary;
import drover.view.RunDocument.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what the ledger knows about runs, for those who read it. */
public final class RunDocuments {
  private final Ledger ledger;
  private final Map<String, Class<? extends StepResult>> stepResults;

  public RunDocuments(Ledger ledger, Map<String, Class<? extends StepResult>> stepResults) {
    this.ledger = ledger;
    this.stepResults = stepResults;
  }

  /** Newest first. */
  public List<Summary> list(Optional<RunState> state, Optional<String> job, int limit) {
    List<RunRecord> runs = ledger.read().runs().list(state, job, limit);
    Map<String, Integer> undelivered = undelivered(runs);
    return runs.stream().map(run -> summary(run, undelivered)).toList();
  }

  public RunDocument of(RunRecord run) {
    List<StepRecord> steps = ledger.read().steps().all(run.id());
    return new RunDocument(
        summary(run, undelivered(List.of(run))),
        steps.stream().map(this::step).toList(),
        ledger.read().turns().all(run.id()).stream().map(this::turn).toList(),
        steps.stream().filter(RunDocuments::isReview).map(this::round).toList(),
        ledger.read().effects().ofRun(run.id()).stream()
            .map(
                effect ->
                    new Effect(
                        effect.kind(),
                        effect.key(),
                        effect.state().word(),
                        effect.receipt().flatMap(RunDocuments::urlOf),
                        effect.at()))
            .toList(),
        ledger.read().approvals().ofRun(run.id()).stream().map(RunDocuments::gate).toList(),
        steps.stream()
            .filter(step -> step.state() != StepState.SUPERSEDED)
            .flatMap(step -> result(step).stream())
            .flatMap(result -> result.report().stream())
            .reduce((first, last) -> last));
  }

  private static Optional<String> urlOf(String receipt) {
    return Optional.of(Json.tree(receipt).path("url").asText()).filter(url -> !url.isEmpty());
  }

  private static Gate gate(ApprovalRecord gate) {
    Optional<Approval> approval = gate.approval();
    return new Gate(
        gate.gate(),
        gate.attempt(),
        gate.never(),
        gate.askedAt(),
        approval.map(Approval::by),
        approval.map(Approval::at),
        approval.map(Approval::why).filter(why -> !why.isEmpty()),
        gate.used().isPresent());
  }

  private Map<String, Integer> undelivered(List<RunRecord> runs) {
    return ledger.read().deliveries().undelivered(runs.stream().map(RunRecord::id).toList());
  }

  private Summary summary(RunRecord run, Map<String, Integer> undelivered) {
    Task task = Json.read(run.taskJson(), Task.class);
    return new Summary(
        run.id(),
        run.job(),
        run.state().word(),
        run.outcome(),
        run.stage(),
        run.reason(),
        task.prompt(),
        task.params(),
        task.trigger(),
        task.requestedBy(),
        run.repo().or(task::repository),
        run.base().or(task::base),
        run.branch(),
        run.workspace().filter(path -> Files.isDirectory(Path.of(path))),
        run.headSha(),
        run.pullRequest(),
        task.executor(),
        task.isRehearsal(),
        run.attempt(),
        rounded(ledger.read().spend().ofRun(run.id())),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        run.waitingFor(),
        run.waitingUntil(),
        undelivered.getOrDefault(run.id(), 0));
  }

  private Step step(StepRecord step) {
    return new Step(
        step.name(),
        step.ordinal(),
        step.state().word(),
        step.startedAt(),
        step.finishedAt(),
        result(step).map(StepResult::summary));
  }

  private Turn turn(TurnRecord turn) {
    Optional<TurnFacts> facts = turn.report().map(report -> Json.read(report, TurnFacts.class));
    return new Turn(
        turn.purpose(),
        turn.outcome(),
        facts.map(TurnFacts::model).filter(model -> !model.isEmpty()),
        turn.session(),
        rounded(ledger.read().spend().ofInvocation(turn.run(), turn.turn(), turn.invocation())),
        facts.map(TurnFacts::turns),
        facts.map(TurnFacts::durationMs));
  }

  private Round round(StepRecord step) {
    Review review = (Review) result(step).orElseThrow();
    return new Round(review.round(), review.scores(), review.passed(), review.findings());
  }

  private static boolean isReview(StepRecord step) {
    return step.name().equals("review")
        && step.state() != StepState.SUPERSEDED
        && step.result().isPresent();
  }

  private Optional<StepResult> result(StepRecord step) {
    return step.result()
        .map(
            json -> {
              JsonNode result = Json.tree(json).path("result");
              Class<? extends StepResult> type = stepResults.get(step.name());
              if (type == null) {
                throw new IllegalStateException("step " + step.name() + " has no result type");
              }
              return Json.convert(result, type);
            });
  }

  /** A millionth of a dollar is exact enough to read. */
  private static double rounded(double usd) {
    return Math.round(usd * 1e6) / 1e6;
  }
}
