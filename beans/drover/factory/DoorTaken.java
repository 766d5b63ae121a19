package drover.factory;

import java.util.Optional;

/** A port that cannot be listened on. */
public final class DoorTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param key that sets the port
   */
  DoorTaken(String host, int port, String key, Exception cause) {
    super(
        "port %d of %s cannot be listened on: stop what uses it, or set %s"
            .formatted(port, host, key),
        cause);
  }

  /** The one among the causes of a failed start; empty: it failed for something else. */
  public static Optional<DoorTaken> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DoorTaken taken) {
        return Optional.of(taken);
      }
    }
    return Optional.empty();
  }
}
