package drover.intake;

/** A task that is durable now. */
public record Accepted(String run, Freshness freshness) {
  /** Whether this request made the run. */
  public enum Freshness {
    NEW,
    KNOWN
  }
}
