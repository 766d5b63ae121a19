package drover.sandbox;

/** Whether this machine can confine a program. */
public sealed interface Availability {
  /** It was tried and works. */
  record Available() implements Availability {}

  /**
   * @param why what is missing or does not work
   * @param mend what a person can do about it
   */
  record Unavailable(String why, String mend) implements Availability {}
}
