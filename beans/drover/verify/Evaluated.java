package drover.verify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.Report;
import drover.run.StepResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Result of the step {@code evaluate}.
 *
 * @param round from 1
 * @param commit what was evaluated
 * @param accuracy share of the cases that were right, 0 to 1
 * @param target least accuracy that is wanted
 * @param cases how many there were, where the evaluation says so
 * @param failed the first of those that were wrong, as the evaluation tells them
 * @param artifact file with the report of the evaluation
 */
public record Evaluated(
    int round,
    String commit,
    double accuracy,
    double target,
    Optional<Integer> cases,
    List<String> failed,
    String artifact)
    implements StepResult {

  /** For routes. */
  @JsonIgnore
  public boolean isGoodEnough() {
    return accuracy >= target;
  }

  /** For routes and people: what came of it, in one sentence. */
  @JsonIgnore
  public String getVerdict() {
    return "round %d: accuracy %s, the target is %s%s"
        .formatted(
            round,
            inWords(accuracy),
            inWords(target),
            cases.map(count -> " (%d cases)".formatted(count)).orElse(""));
  }

  /** For prompts: one failed case a line. */
  @JsonIgnore
  public String getFailedAsList() {
    return failed.isEmpty()
        ? "(the evaluation names none)"
        : String.join("\n", failed.stream().map(one -> "- " + one).toList());
  }

  /** For prompts: both. */
  @JsonIgnore
  public String getFailure() {
    return getVerdict() + "\n" + getFailedAsList();
  }

  @Override
  public boolean pleases() {
    return isGoodEnough();
  }

  @Override
  public String summary() {
    return getVerdict();
  }

  @Override
  public Optional<Report> report() {
    return Optional.of(
        new Report(
            "Accuracy %s, the target is %s.\n\nCases that failed:\n\n%s"
                .formatted(inWords(accuracy), inWords(target), getFailedAsList()),
            artifact,
            Optional.of(accuracy)));
  }

  private static String inWords(double share) {
    return String.format(Locale.ROOT, "%.2f", share);
  }
}
