package drover.ticket;

/** Linear does not have what it was asked for, or does not show it to the holder of this key. */
final class NotThere extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotThere(String said) {
    super(said);
  }
}
