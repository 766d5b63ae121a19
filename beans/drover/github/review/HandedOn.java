package drover.github.review;

import drover.run.Report;
import drover.run.StepResult;
import java.util.Optional;

/**
 * Result of the steps {@code hand-on} and {@code closing}: what became of what people said.
 *
 * @param artifact file with all of it
 * @param text for people, its first line says it in short
 */
public record HandedOn(String artifact, String text) implements StepResult {

  @Override
  public Optional<Report> report() {
    return Optional.of(new Report(text, artifact, Optional.empty()));
  }

  @Override
  public String summary() {
    return text.lines().findFirst().orElse("");
  }
}
