package drover.crash;

/**
 * What becomes of one life of a factory.
 *
 * @param kind what happens
 * @param point where: {@code commit-before:17}, {@code commit-after:17}, {@code
 *     step-begin:verify:1}, {@code step-end:verify:1}, {@code turn-middle:2}, and for the n-th
 *     request to GitHub {@code github-before:3}, {@code github-done:3}, {@code github-answered:3},
 *     and for the n-th change that is asked of a cluster {@code cluster-before:3}, {@code
 *     cluster-done:3}; a life that never comes there ends in peace
 */
public record Fate(Kind kind, String point) {

  /** How a life is broken off. */
  public enum Kind {
    /** {@code kill -9}. */
    KILL,
    /** The same, and before anything goes on somebody cancels the first run. */
    KILL_THEN_CANCEL,
    /** As Ctrl-C. */
    INTERRUPT,
    /** Somebody cancels the first run while it is executed. */
    CANCEL
  }

  boolean isKill() {
    return kind == Kind.KILL || kind == Kind.KILL_THEN_CANCEL;
  }

  boolean cancels() {
    return kind == Kind.CANCEL || kind == Kind.KILL_THEN_CANCEL;
  }

  @Override
  public String toString() {
    return kind + "@" + point;
  }
}
