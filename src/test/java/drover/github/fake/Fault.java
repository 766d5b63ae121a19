package drover.github.fake;

/** How a request goes wrong. */
public enum Fault {
  SERVER_ERROR,
  BAD_GATEWAY,
  SECONDARY_LIMIT,
  TOO_MANY_REQUESTS,
  /** Status 200 or 201 with half of a document. */
  MALFORMED,
  /** The connection ends without an answer. */
  CUT;

  /** Before or after what was asked is done. */
  public enum Moment {
    BEFORE,
    AFTER
  }

  /**
   * @param request which one goes wrong, counted from 0
   */
  public record Planned(int request, Moment moment, Fault fault) {}
}
