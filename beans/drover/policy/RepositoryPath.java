package drover.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A path in a repository: any bytes but zero.
 *
 * @param text for comparing; bytes that are not UTF-8 are replacement characters
 * @param shown for people: quoted as git quotes it where it is not plain
 */
record RepositoryPath(String text, String shown) {

  static RepositoryPath of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new RepositoryPath(text, isPlain(bytes, text) ? text : quoted(bytes));
  }

  private static boolean isPlain(byte[] bytes, String text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.codePoints().allMatch(RepositoryPath::isPlain);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isPlain(int codePoint) {
    return codePoint != '"'
        && codePoint != '\\'
        && !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.FORMAT
        && Character.getType(codePoint) != Character.LINE_SEPARATOR
        && Character.getType(codePoint) != Character.PARAGRAPH_SEPARATOR;
  }

  private static String quoted(byte[] bytes) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte each : bytes) {
      switch (each) {
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (each >= ' ' && each < 0x7f) {
            quoted.append((char) each);
          } else {
            quoted.append("\\%03o".formatted(each & 0xff));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
