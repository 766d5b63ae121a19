package drover.ticket;

/** What goes wrong with one request. */
public record LinearFault(Place place, Kind kind) {

  /** Whether the change has been made by then. */
  public enum Place {
    BEFORE,
    AFTER
  }

  /** How it is said. */
  public enum Kind {
    STATUS_500,
    CUT,
    STATUS_429,
    RATELIMITED,
    ERRORS,
    NO_JSON,
    NO_SUCCESS
  }
}
