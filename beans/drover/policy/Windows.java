package drover.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts of a text that lie around certain words, so that rules look at little. */
final class Windows {
  private static final int BEFORE = 1 << 12;
  private static final int AFTER = 1 << 14;
  private static final int SHARED = 1 << 10;

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
    int[] places = words.stream().mapToInt(word -> lowered.indexOf(word)).toArray();
    for (int at = first(places); at >= 0; at = first(places)) {
      int from = startOfLine(lowered, Math.max(0, at - BEFORE));
      int to = endOfLine(lowered, Math.min(lowered.length(), at + AFTER));
      windows.add(new Window(from, to));
      goOn(words, lowered, places, to == lowered.length() ? to : to - SHARED);
    }
    return windows;
  }

  private static int first(int[] places) {
    return Arrays.stream(places).filter(at -> at >= 0).min().orElse(-1);
  }

  /** What stands across the end of a window is found in the next one. */
  private static void goOn(List<String> words, String lowered, int[] places, int from) {
    for (int word = 0; word < places.length; word++) {
      if (places[word] >= 0 && places[word] < from) {
        places[word] = lowered.indexOf(words.get(word), from);
      }
    }
  }

  private static int startOfLine(String text, int at) {
    int lineBreak = text.lastIndexOf('\n', Math.max(0, at - 1));
    return at - lineBreak > BEFORE ? at : lineBreak + 1;
  }

  private static int endOfLine(String text, int at) {
    int lineBreak = text.indexOf('\n', at);
    return lineBreak < 0 || lineBreak - at > AFTER
        ? Math.min(text.length(), at + AFTER)
        : lineBreak;
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
