package drover.run;

import drover.json.WireWord;

/** What this version lets a run wait for. */
public enum WaitingFor implements WireWord {
  /** The model's service serves it later: the subscription's limit resets, or the load is gone. */
  USAGE_LIMIT,
  /** A credential that the model's service has not refused. */
  CREDENTIAL,
  /** A person's answer to what the agent asked. */
  ANSWER,
  /** What CI says of the commit that was pushed. */
  CI,
  /** An instance that reaches the files of the run. */
  EXECUTOR,
  /**
   * Somebody who goes on with what was interrupted; or, until an instant, a service that is away.
   */
  RESUME
}
