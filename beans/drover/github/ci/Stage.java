package drover.github.ci;

import drover.json.WireWord;

/** Where in the way of a commit a check stands; one stage is judged after the other. */
public enum Stage implements WireWord {
  /** Check runs and commit statuses. */
  BUILD,
  /** Deployments, by their latest status. */
  DEPLOY,
  /** The checks and statuses that are configured to tell of the rollout. */
  ROLLOUT
}
