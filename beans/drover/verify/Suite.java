package drover.verify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.List;

/**
 * Result of the step {@code suite}: which checks there are for a repository.
 *
 * @param commands those that its commits will be verified by
 * @param looked paths that would have brought one
 */
public record Suite(String job, List<String> commands, List<String> looked) implements StepResult {
  public Suite {
    commands = List.copyOf(commands);
    looked = List.copyOf(looked);
  }

  /** For routes. */
  @JsonIgnore
  public boolean getIsThere() {
    return !commands.isEmpty();
  }

  /** For routes: what is missing, and the mend. */
  @JsonIgnore
  public String getVerdict() {
    String found =
        looked.isEmpty()
            ? "drover.jobs.%s.verify names no command".formatted(job)
            : "the repository has none of " + String.join(", ", looked);
    return "no test suite says whether work on it is right: %s; add one, or name the repository's own test command in drover.jobs.%s.verify"
        .formatted(found, job);
  }

  @Override
  public boolean pleases() {
    return getIsThere();
  }

  @Override
  public String summary() {
    return getIsThere() ? "verified by " + String.join(", ", commands) : getVerdict();
  }
}
