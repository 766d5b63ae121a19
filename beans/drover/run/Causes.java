package drover.run;

/** What is behind an exception: Camel wraps whatever an expression throws. */
final class Causes {
  private Causes() {}

  /**
   * @throws IllegalArgumentException when nothing of this type is behind it
   */
  static <E extends Throwable> E find(Throwable failure, Class<E> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    throw new IllegalArgumentException("no " + type.getSimpleName(), failure);
  }
}
