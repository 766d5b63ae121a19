package drover.report;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.TurnFacts;
import drover.turn.TurnResult;
import java.nio.file.Path;
import org.apache.camel.Variable;

/** Makes an agent's last words the result of its run. */
public final class Reports {
  private static final int LONGEST_TEXT = 20_000;

  private final Ledger ledger;
  private final Artifacts artifacts;

  public Reports(Ledger ledger, Artifacts artifacts) {
    this.ledger = ledger;
    this.artifacts = artifacts;
  }

  /**
   * Work of the step {@code report}.
   *
   * @throws RunEnded when the agent ended well and said nothing
   */
  public Reported write(@Variable("run") RunExecution run, @Variable("turn") TurnResult turn) {
    String words = lastWords(run, turn).strip();
    if (words.isEmpty()) {
      throw RunEnded.failed("failed", "no-report: the agent ended well but reported nothing");
    }
    Path file = artifacts.write(run, "report.md", words + "\n");
    return new Reported(
        file.toString(), words.substring(0, Math.min(LONGEST_TEXT, words.length())));
  }

  /** All of them: what is recorded of a turn for its route is shortened. */
  private String lastWords(RunExecution run, TurnResult turn) {
    return ledger.read().turns().all(run.id()).stream()
        .flatMap(record -> record.report().stream())
        .map(json -> Json.read(json, TurnFacts.class))
        .filter(TurnFacts::succeeded)
        .map(TurnFacts::answer)
        .filter(answer -> answer.startsWith(turn.answer()))
        .reduce((first, last) -> last)
        .orElse(turn.answer());
  }
}
