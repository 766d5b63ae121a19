package drover.intake;

/** An idempotency key that stands for one task was used with another. */
public final class IdempotencyConflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IdempotencyConflict(String key, String run) {
    super("the idempotency key " + key + " belongs to run " + run + ", which has another task");
  }
}
