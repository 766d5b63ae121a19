package drover.run;

import java.util.Optional;

/** What a step gives back, recorded in the ledger as versioned JSON. */
public interface StepResult {
  /** One line for people. */
  String summary();

  /** Whether it is what one hopes for; a step may be done and its result still be bad news. */
  default boolean pleases() {
    return true;
  }

  /** What the run found out, where that is its result. */
  default Optional<Report> report() {
    return Optional.empty();
  }
}
