package drover.policy;

import java.util.ArrayList;
import java.util.List;

/** The parts of a text that lie around certain words, so that rules look at little. */
final class Windows {
  private static final int BEFORE = 1 << 12;
  private static final int AFTER = 1 << 14;

  private Windows() {}

  /** A part of a text: from, inclusive, to, exclusive. */
  record Window(int from, int to) {}

  /**
   * @param lowered the text in small letters, character for character
   * @param words in small letters; none: the whole text
   */
  static List<Window> around(List<String> words, String lowered) {
    if (words.isEmpty()) {
      return List.of(new Window(0, lowered.length()));
    }
    List<Window> windows = new ArrayList<>();
    int to = 0;
    for (int at = next(words, lowered, 0); at >= 0; at = next(words, lowered, to)) {
      int from = Math.max(startOfLine(lowered, Math.max(0, at - BEFORE)), 0);
      to = endOfLine(lowered, Math.min(lowered.length(), at + AFTER));
      windows.add(new Window(from, to));
    }
    return windows;
  }

  private static int next(List<String> words, String lowered, int from) {
    return words.stream().mapToInt(word -> lowered.indexOf(word, from)).filter(at -> at >= 0).min()
        .orElse(-1);
  }

  private static int startOfLine(String text, int at) {
    int lineBreak = text.lastIndexOf('\n', Math.max(0, at - 1));
    return at - lineBreak > BEFORE ? at : lineBreak + 1;
  }

  private static int endOfLine(String text, int at) {
    int lineBreak = text.indexOf('\n', at);
    return lineBreak < 0 || lineBreak - at > AFTER ? Math.min(text.length(), at + AFTER) : lineBreak;
  }

  /** Small letters for A to Z; everything else, and the length, stay as they are. */
  static String lowered(String text) {
    char[] characters = text.toCharArray();
    for (int at = 0; at < characters.length; at++) {
      if (characters[at] >= 'A' && characters[at] <= 'Z') {
        characters[at] += 'a' - 'A';
      }
    }
    return new String(characters);
  }
}
