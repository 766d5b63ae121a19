package drover.github.ci;

/** Words from outside on one line, and not too many. */
final class OneLine {
  private static final int LONGEST = 200;

  private OneLine() {}

  static String of(String words) {
    String line = words.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
