package drover.turn;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.List;
import java.util.Optional;

/**
 * Result of the step {@code turn}.
 *
 * @param outcome how the agent's turn ended
 * @param reason a code, a colon and a sentence
 * @param headSha commit of the run's branch after it
 * @param changed whether that differs from the base
 * @param answer the agent's last words, shortened
 * @param stages what the agent reports of its own stages, where the job asks for it
 * @param asked what it asks a person before it goes on
 */
public record TurnResult(
    Purpose purpose,
    String outcome,
    String reason,
    String sessionId,
    double costUsd,
    String headSha,
    boolean changed,
    String answer,
    List<StageReport> stages,
    Optional<String> asked)
    implements StepResult {

  /**
   * @param result passed, failed or skipped
   */
  public record StageReport(String name, String result, String note) {
    boolean failed() {
      return result.equals("failed");
    }
  }

  /** The same with its work at another commit. */
  public TurnResult at(String commit) {
    return new TurnResult(
        purpose, outcome, reason, sessionId, costUsd, commit, changed, answer, stages, asked);
  }

  @JsonIgnore
  public boolean isSucceeded() {
    return outcome.equals("succeeded");
  }

  /** For routes: what the agent asks a person, or nothing. */
  @JsonIgnore
  public String getQuestion() {
    return asked.orElse("");
  }

  /** For routes: name of the first stage that the agent reports as failed, or nothing. */
  @JsonIgnore
  public String getFailedStage() {
    return firstFailed().map(StageReport::name).orElse("");
  }

  /** For routes: what the agent says about it. */
  @JsonIgnore
  public String getFailedStageNote() {
    return firstFailed().map(StageReport::note).orElse("");
  }

  /** For routes: the failed stage and what the agent says about it, in one sentence. */
  @JsonIgnore
  public String getStageVerdict() {
    return getFailedStage() + ": " + getFailedStageNote();
  }

  private Optional<StageReport> firstFailed() {
    return stages.stream().filter(StageReport::failed).findFirst();
  }

  @Override
  public boolean pleases() {
    return isSucceeded() && (changed || purpose == Purpose.LOOK) && getFailedStage().isEmpty();
  }

  @Override
  public String summary() {
    String what = changed ? "changed" : "as the base";
    return "%s %s, %s at %.7s".formatted(purpose.word(), outcome, what, headSha);
  }
}
