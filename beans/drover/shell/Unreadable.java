package drover.shell;

/** A text that the shell would not accept, or that is too deep or too long to be followed. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  Unreadable(String why) {
    super(why);
    this.why = why;
  }

  /** As the second half of a sentence. */
  String why() {
    return why;
  }
}
