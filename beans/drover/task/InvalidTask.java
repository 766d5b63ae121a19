package drover.task;

/** A request that cannot become a run. The message says what is wrong and gives a right example. */
public final class InvalidTask extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidTask(String message) {
    super(message);
  }
}
