package drover.run;

import drover.task.Task;

/** Is told about money when it is recorded. */
@FunctionalInterface
public interface SpendWitness {
  /** Nobody looks. */
  SpendWitness NONE = (task, usd) -> {};

  /**
   * @param usd what came to the spend of the run; below zero where an estimate was too high
   */
  void spent(Task task, double usd);
}
