package drover.run;

/** What is behind an exception: Camel wraps whatever an expression throws. */
public final class Causes {
  private Causes() {}

  /** The first one, that all others are wrapped around. */
  public static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * @throws IllegalArgumentException when nothing of this type is behind it
   */
  public static <E extends Throwable> E find(Throwable failure, Class<E> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    throw new IllegalArgumentException("no " + type.getSimpleName(), failure);
  }
}
