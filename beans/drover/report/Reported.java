package drover.report;

import drover.run.Report;
import drover.run.StepResult;
import java.util.Optional;

/**
 * Result of the step {@code report}.
 *
 * @param artifact file with the whole report
 * @param text its beginning
 */
public record Reported(String artifact, String text) implements StepResult {
  private static final int LONGEST_LINE = 160;

  @Override
  public Optional<Report> report() {
    return Optional.of(new Report(text, artifact, Optional.empty()));
  }

  @Override
  public String summary() {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    return first.length() <= LONGEST_LINE ? first : first.substring(0, LONGEST_LINE - 1) + "…";
  }
}
