package drover.run;

import drover.task.Task;
import java.time.Duration;

/** Is told about every run that this process brought to an end, when that is recorded. */
@FunctionalInterface
public interface EndWitness {
  /** Nobody looks. */
  EndWitness NONE = (task, outcome, worked) -> {};

  /**
   * @param outcome why it ended, see {@code docs/schemas/words.schema.json}
   * @param worked how long it was worked on; waiting is not counted
   */
  void ended(Task task, String outcome, Duration worked);
}
