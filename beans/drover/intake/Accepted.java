package drover.intake;

import drover.ledger.RunState;

/**
 * A task that is durable now.
 *
 * @param state of its run
 */
public record Accepted(String run, Freshness freshness, RunState state) {
  /** Whether this request made the run. */
  public enum Freshness {
    NEW,
    KNOWN
  }

  public boolean isNew() {
    return freshness == Freshness.NEW;
  }
}
