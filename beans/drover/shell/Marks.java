package drover.shell;

/**
 * Characters that stand in a text for what cannot be known without running it. None of them can
 * occur in a command line that is read.
 */
public final class Marks {
  /** Some text. */
  public static final char UNKNOWN = '\u0000';

  /** Some text that came from the network. */
  public static final char DOWNLOADED = '\u0001';

  /** Some text that was encoded or otherwise disguised. */
  public static final char DECODED = '\u0002';

  static final char FIELD_END = '\u0003';
  static final char BRACE = '\u0004';
  static final char COMMA = '\u0005';
  static final char BRACE_END = '\u0006';

  private Marks() {}

  static boolean isMark(int c) {
    return c >= UNKNOWN && c <= BRACE_END;
  }

  public static boolean isUnknown(String text) {
    return text.chars().anyMatch(c -> c >= UNKNOWN && c <= DECODED);
  }

  public static boolean startsUnknown(String text) {
    return !text.isEmpty() && text.charAt(0) <= DECODED;
  }
}
