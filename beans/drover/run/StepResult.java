package drover.run;

/** What a step gives back, recorded in the ledger as versioned JSON. */
public interface StepResult {
  /** One line for people. */
  String summary();

  /** Whether it is what one hopes for; a step may be done and its result still be bad news. */
  default boolean pleases() {
    return true;
  }
}
