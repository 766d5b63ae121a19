package drover.turn;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.run.RunExecution;
import drover.turn.TurnResult.StageReport;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Looks at what an agent's turn left behind: its own word, and the commit it made. */
public final class Turns {
  private static final int LONGEST_ANSWER = 4_000;

  private final Workspaces workspaces;
  private final Ledger ledger;

  public Turns(Workspaces workspaces, Ledger ledger) {
    this.workspaces = workspaces;
    this.ledger = ledger;
  }

  /** The agent's branch is copied to safety whatever the turn's end: paid work is kept. */
  public TurnResult conclude(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("assignment") Assignment assignment,
      @Body TurnFacts facts) {
    String head = workspaces.receive(workspace);
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.runs().head(run.claim(), head);
          return head;
        });
    return new TurnResult(
        assignment.purpose(),
        facts.outcome(),
        facts.reason(),
        facts.sessionId(),
        facts.costUsd(),
        head,
        workspaces.differsFromBase(workspace, head),
        facts.answer().substring(0, Math.min(LONGEST_ANSWER, facts.answer().length())),
        facts.structured().map(Turns::stages).orElse(List.of()),
        facts.structured().flatMap(Turns::question));
  }

  private static Optional<String> question(String report) {
    String question = Json.tree(report).path("question").asText("").strip();
    return Optional.of(question.substring(0, Math.min(LONGEST_ANSWER, question.length())))
        .filter(asked -> !asked.isEmpty());
  }

  private static List<StageReport> stages(String report) {
    return StreamSupport.stream(Json.tree(report).path("stages").spliterator(), false)
        .filter(JsonNode::isObject)
        .map(
            stage ->
                new StageReport(
                    stage.path("name").asText(),
                    stage.path("result").asText(),
                    stage.path("note").asText()))
        .toList();
  }
}
