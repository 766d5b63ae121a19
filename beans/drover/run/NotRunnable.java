package drover.run;

/** An action does not fit the state a run is in. The message says which, and what would. */
public final class NotRunnable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotRunnable(String message) {
    super(message);
  }
}
