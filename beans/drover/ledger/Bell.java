package drover.ledger;

/** Rings when another process may have committed something that is to be looked at. */
public interface Bell {
  /** Never rings. */
  Bell NONE = listener -> () -> {};

  /**
   * @param listener called on a thread of the bell; once too often does no harm
   * @return ends it
   */
  Listening listen(Runnable listener);

  /** Until it is closed. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
