package drover.notify;

import java.util.regex.Pattern;

/** Text from anywhere as people may be shown it: no control characters, one line, not endless. */
final class Plain {
  /** Line breaks, and what turns the direction of writing or cannot be seen. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069]+");

  private Plain() {}

  static String line(String text, int most) {
    return cut(UNSEEN.matcher(text).replaceAll(" ").strip(), most);
  }

  /** At most so many UTF-16 units, with an ellipsis where something was left out. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "\u2026";
  }
}
