package drover.cluster.launch;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text so that each piece fits into a ConfigMap, which holds at most 1 MiB. */
final class Pieces {
  static final int MOST_BYTES = 700_000; // beside it stand the files of a turn

  private Pieces() {}

  /** At least one; together they are the text. */
  static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      int size = bytesOf(character);
      if (bytes + size > MOST_BYTES) {
        pieces.add(text.substring(from, at));
        from = at;
        bytes = 0;
      }
      bytes += size;
      at += Character.charCount(character);
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  /** In UTF-8. */
  private static int bytesOf(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}
