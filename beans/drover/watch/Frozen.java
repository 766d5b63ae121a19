package drover.watch;

import drover.run.Report;
import drover.run.StepResult;
import java.util.Optional;

/**
 * Result of the step {@code freeze}: what was pushed stays as it is, and a person is told.
 *
 * @param reason of the run's end: a code, a colon and a sentence
 * @param artifact file with the evidence
 * @param text what was tried, for people
 */
public record Frozen(String reason, String artifact, String text) implements StepResult {

  @Override
  public Optional<Report> report() {
    return Optional.of(new Report(text, artifact, Optional.empty()));
  }

  @Override
  public boolean pleases() {
    return false;
  }

  @Override
  public String summary() {
    return reason;
  }
}
