package drover.shell;

/** A text and a place in it. Nested texts count as deeper, so that reading always ends. */
final class Source {
  static final char END = '\uFFFF';
  private static final int DEEPEST = 24;

  private final String text;
  private int depth;
  private int at;

  private Source(String text, int depth) {
    this.text = text;
    this.depth = depth;
  }

  static Source of(String text) {
    return new Source(text, 0);
  }

  /**
   * @throws Unreadable when it is nested too deeply
   */
  Source nested(String inner) throws Unreadable {
    Source source = new Source(inner, depth);
    source.enter();
    return source;
  }

  /**
   * @throws Unreadable when it is nested too deeply
   */
  void enter() throws Unreadable {
    if (++depth > DEEPEST) {
      throw new Unreadable("it is nested more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  boolean looksAt(String token) {
    return text.startsWith(token, at);
  }

  boolean take(String token) {
    if (!looksAt(token)) {
      return false;
    }
    at += token.length();
    return true;
  }

  void skip(int count) {
    at += count;
  }

  void expect(String token) throws Unreadable {
    if (!take(token)) {
      throw new Unreadable("a " + token + " is missing");
    }
  }

  /** The rest of the line, without its newline, which is passed too. */
  String restOfLine() {
    int newline = text.indexOf('\n', at);
    int end = newline < 0 ? text.length() : newline;
    String line = text.substring(Math.min(at, end), end);
    at = end + 1;
    return line;
  }

  /** Whether the parenthesis that opens here is closed together with the one in front of it. */
  boolean closesTwice() {
    int open = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        open++;
      } else if (c == ')' && --open == 0) {
        return i + 1 < text.length() && text.charAt(i + 1) == ')';
      }
    }
    return false;
  }
}
