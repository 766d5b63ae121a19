package drover.policy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names as git writes them where they are not plain: in quotes, with escapes as in C. */
final class GitQuotes {
  private static final String LETTERS = "abtnvfr";
  private static final byte[] MEANINGS = {7, 8, 9, 10, 11, 12, 13};

  private GitQuotes() {}

  /**
   * @param text one character a byte; only what stands in quotes is changed
   */
  static byte[] unquoted(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean inside = false;
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each == '"') {
        inside = !inside;
      } else if (each == '\\' && inside && at + 1 < text.length()) {
        at += escape(text, at + 1, bytes);
      } else {
        bytes.write(each);
      }
    }
    return bytes.toByteArray();
  }

  /**
   * @return how many characters it took
   */
  private static int escape(String text, int at, ByteArrayOutputStream bytes) {
    char letter = text.charAt(at);
    int known = LETTERS.indexOf(letter);
    if (known >= 0) {
      bytes.write(MEANINGS[known]);
      return 1;
    }
    if (letter >= '0' && letter <= '3' && at + 3 <= text.length()) {
      bytes.write(Integer.parseInt(text.substring(at, at + 3), 8));
      return 3;
    }
    bytes.writeBytes(String.valueOf(letter).getBytes(StandardCharsets.ISO_8859_1));
    return 1;
  }
}
