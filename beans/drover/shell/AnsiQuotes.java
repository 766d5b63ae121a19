package drover.shell;

/** The inside of {@code $'…'}, with its escapes resolved. */
final class AnsiQuotes {
  private static final String LETTERS = "abefnrtv";
  private static final String MEANINGS = "\u0007\b\u001b\f\n\r\t\u000b";

  private final Source source;

  AnsiQuotes(Source source) {
    this.source = source;
  }

  /** To and past the closing quote. */
  String text() throws Unreadable {
    StringBuilder text = new StringBuilder();
    while (!source.take("'")) {
      if (source.atEnd()) {
        throw new Unreadable("a ' is missing");
      }
      char c = source.next();
      text.append(c == '\\' ? escape() : String.valueOf(c));
    }
    return text.toString();
  }

  private String escape() throws Unreadable {
    if (source.atEnd()) {
      throw new Unreadable("a ' is missing");
    }
    char c = source.next();
    return switch (c) {
      case 'x' -> number(16, 2, 0);
      case 'u' -> number(16, 4, 0);
      case 'U' -> number(16, 8, 0);
      case 'c' -> String.valueOf((char) (source.next() & 0x1f));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> number(8, 2, c - '0');
      default ->
          LETTERS.indexOf(c) >= 0
              ? String.valueOf(MEANINGS.charAt(LETTERS.indexOf(c)))
              : String.valueOf(c);
    };
  }

  private String number(int radix, int digits, int begun) {
    int value = begun;
    for (int i = 0; i < digits && Character.digit(source.peek(), radix) >= 0; i++) {
      value = value * radix + Character.digit(source.next(), radix);
    }
    return Character.isValidCodePoint(value) ? Character.toString(value) : "";
  }
}
