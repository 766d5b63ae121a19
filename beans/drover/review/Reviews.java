package drover.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import drover.config.ReviewSettings;
import drover.json.Json;
import drover.ledger.EventType;
import drover.review.Judgement.Scored;
import drover.review.Judgement.Unusable;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.Assignment;
import drover.turn.Purpose;
import drover.turn.Texts;
import drover.turn.TurnFacts;
import drover.verify.Verified;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Lets somebody who did not do the work judge it: another model, in a checkout of exactly the
 * commit that was verified, with tools to read only.
 */
public final class Reviews {
  private final ReviewSettings settings;
  private final Texts texts;
  private final Workspaces workspaces;
  private final Journal journal;

  public Reviews(ReviewSettings settings, Texts texts, Workspaces workspaces, Journal journal) {
    this.settings = settings;
    this.texts = texts;
    this.workspaces = workspaces;
    this.journal = journal;
  }

  /** The reviewer's task for a round, in a new session: it owes nothing to what it said before. */
  public Assignment assign(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified,
      @Variable("round") int round) {
    Path checkout = run.directory().resolve("review");
    workspaces.cleanOf(workspace).checkOut(verified.commit(), checkout);
    Rubric rubric = rubricOf(run);
    String prompt =
        texts.fill(
            "steps/review.prompt.md",
            Map.of(
                "task", run.brief().text(),
                "rubric", rubric.text(),
                "base", workspace.baseSha(),
                "head", verified.commit(),
                "round", Integer.toString(round)));
    return assignment(Purpose.REVIEW, checkout, prompt, rubric, workspace, round, Optional.empty());
  }

  /** The same reviewer once more, after an answer that could not be used. */
  public Assignment assignAgain(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("round") int round,
      @Body Unusable answer) {
    String prompt = texts.fill("steps/review-again.prompt.md", Map.of("problem", answer.problem()));
    return assignment(
        Purpose.REVIEW_AGAIN,
        run.directory().resolve("review"),
        prompt,
        rubricOf(run),
        workspace,
        round,
        Optional.of(answer.session()));
  }

  /**
   * Holds the reviewer's answer against the schema.
   *
   * @throws RunEnded when the reviewer's turn itself failed
   */
  public Judgement judge(@Variable("run") RunExecution run, @Body TurnFacts facts) {
    if (!facts.succeeded()) {
      throw RunEnded.failed(facts.outcome(), facts.reason());
    }
    if (facts.structured().isEmpty()) {
      return new Unusable("there was no structured answer at all", facts.sessionId());
    }
    JsonNode answer = Json.tree(facts.structured().get());
    Set<ValidationMessage> misfits = schemaOf(rubricOf(run)).validate(answer);
    if (!misfits.isEmpty()) {
      String problem =
          misfits.stream()
              .map(ValidationMessage::getMessage)
              .sorted()
              .collect(Collectors.joining("; "));
      return new Unusable(problem, facts.sessionId());
    }
    Map<String, Integer> scores = new HashMap<>();
    answer
        .path("scores")
        .fields()
        .forEachRemaining(score -> scores.put(score.getKey(), score.getValue().asInt()));
    return new Scored(scores, findingsIn(answer));
  }

  /**
   * The round's result.
   *
   * @throws RunEnded when the second answer could not be used either
   */
  public Review conclude(
      @Variable("run") RunExecution run,
      @Variable("verify") Verified verified,
      @Variable("round") int round,
      @Body Judgement judgement) {
    return switch (judgement) {
      case Unusable unusable ->
          throw RunEnded.failed(
              "failed",
              "review-unusable: the reviewer's answer did not fit the schema twice: "
                  + unusable.problem());
      case Scored scored -> {
        boolean passed =
            scored.scores().values().stream().allMatch(score -> score >= settings.threshold());
        Review review =
            new Review(round, verified.commit(), scored.scores(), passed, scored.findings());
        journal.tell(
            run.claim(),
            EventType.REVIEW,
            review.summary(),
            Map.of("round", round, "scores", review.scores(), "passed", passed));
        yield review;
      }
    };
  }

  private Assignment assignment(
      Purpose purpose,
      Path checkout,
      String prompt,
      Rubric rubric,
      Workspace workspace,
      int round,
      Optional<String> session) {
    return new Assignment(
        purpose,
        settings.runtime(),
        Optional.empty(), // a repository may bring its own agents; nobody appoints his own judge
        settings.model(),
        settings.maxTurns(),
        "default",
        settings.allowedTools(),
        checkout,
        prompt,
        Optional.of(rubric.answerSchema()),
        session,
        Map.of(
            "BASE_SHA", workspace.baseSha(),
            "ROUND", Integer.toString(round),
            "CRITERIA", String.join(" ", rubric.criteria())));
  }

  private Rubric rubricOf(RunExecution run) {
    return Rubric.parse(texts.get("jobs/" + run.task().job() + ".rubric.md"));
  }

  private static JsonSchema schemaOf(Rubric rubric) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(rubric.answerSchema());
  }

  private static List<String> findingsIn(JsonNode answer) {
    return StreamSupport.stream(answer.path("findings").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
