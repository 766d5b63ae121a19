package drover.verify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Result of the step {@code verify}.
 *
 * @param commit what was checked; only this commit may be delivered
 * @param passed no check failed
 */
public record Verified(String commit, boolean passed, List<Check> checks) implements StepResult {
  private static final int LINES_IN_A_VERDICT = 3;

  /** What was found, of another commit with the same files. */
  public Verified of(String sameFiles) {
    return new Verified(sameFiles, passed, checks);
  }

  /** For routes: the first check that failed, or nothing. */
  @JsonIgnore
  public String getFailedCheck() {
    return failed().map(Check::name).orElse("");
  }

  /** For routes and prompts: how it failed, with the last lines it printed. */
  @JsonIgnore
  public String getFailure() {
    return failed().map(check -> check.detail() + "\n" + check.tail()).orElse("").strip();
  }

  /** For routes: which check failed and the last lines it printed, in one sentence. */
  @JsonIgnore
  public String getVerdict() {
    return failed()
        .map(check -> check.inWords() + lastLines(check.tail()))
        .orElse("every check passed");
  }

  private static String lastLines(String tail) {
    List<String> lines = tail.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    int from = Math.max(0, lines.size() - LINES_IN_A_VERDICT);
    return lines.isEmpty() ? "" : ": " + String.join("; ", lines.subList(from, lines.size()));
  }

  private Optional<Check> failed() {
    return checks.stream().filter(check -> check.state() == Check.State.FAILED).findFirst();
  }

  @Override
  public boolean pleases() {
    return passed;
  }

  @Override
  public String summary() {
    return checks.isEmpty()
        ? "nothing to check: this job has no verify commands"
        : checks.stream().map(Check::inWords).collect(Collectors.joining(", "));
  }
}
