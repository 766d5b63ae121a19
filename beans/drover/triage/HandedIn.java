package drover.triage;

import drover.run.StepResult;
import java.util.Optional;

/**
 * Result of the step {@code hand-in}: an issue became a run of its own.
 *
 * @param number of the issue, from 1
 * @param run empty: it was refused
 * @param refusal why there is no run
 */
public record HandedIn(int number, String title, Optional<String> run, Optional<String> refusal)
    implements StepResult {

  @Override
  public boolean pleases() {
    return run.isPresent();
  }

  @Override
  public String summary() {
    return "%d. %s: %s"
        .formatted(
            number,
            title,
            run.map(id -> "run " + id)
                .orElseGet(() -> "not handed in, " + refusal.orElse("for no reason")));
  }
}
