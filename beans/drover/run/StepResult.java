package drover.run;

/** What a step gives back, recorded in the ledger as versioned JSON. */
public interface StepResult {
  /** One line for people. */
  String summary();
}
