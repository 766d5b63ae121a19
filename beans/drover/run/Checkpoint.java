package drover.run;

import java.util.Optional;

/**
 * Where a step stands when a job route asks for it.
 *
 * @param recorded what it gave back when it was done before
 */
public record Checkpoint(Optional<StepResult> recorded) {
  public boolean isFinished() {
    return recorded.isPresent();
  }

  /** For routes: the recorded result; only where {@link #isFinished()}. */
  public StepResult getResult() {
    return recorded.orElseThrow();
  }
}
