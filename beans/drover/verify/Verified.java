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

  /** For routes: which check failed and the last line it printed, in one sentence. */
  @JsonIgnore
  public String getVerdict() {
    return failed()
        .map(check -> check.inWords() + lastLine(check.tail()))
        .orElse("every check passed");
  }

  private static String lastLine(String tail) {
    return tail.lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .map(line -> ": " + line.strip())
        .orElse("");
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
