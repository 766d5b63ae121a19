package drover.cli;

/** How words are set off for people. */
enum Style {
  PLAIN {
    @Override
    String with(String code, String text) {
      return text;
    }
  },
  COLOURED {
    @Override
    String with(String code, String text) {
      return "\u001B[" + code + "m" + text + "\u001B[0m";
    }
  };

  abstract String with(String code, String text);

  String good(String text) {
    return with("32", text);
  }

  String bad(String text) {
    return with("31", text);
  }

  String attention(String text) {
    return with("33", text);
  }

  String strong(String text) {
    return with("1", text);
  }

  String faint(String text) {
    return with("2", text);
  }

  /** The same in a column of its own: colours take no room. */
  String state(String word, int width) {
    return state(word) + " ".repeat(Math.max(0, width - word.length()));
  }

  /** By the word for a state of a run, step or check. */
  String state(String word) {
    return switch (word) {
      case "succeeded", "finished", "passed", "confirmed", "ok", "open" -> good(word);
      case "failed", "refused", "missing", "shut" -> bad(word);
      case "blocked", "frozen", "cancelled", "waiting", "skipped", "absent" -> attention(word);
      default -> word;
    };
  }

  /**
   * Text from outside in one line: control characters could do anything to a terminal.
   *
   * @param most characters that are left
   */
  static String oneLine(String text, int most) {
    String line = text.replaceAll("\\p{Cc}+", " ").strip();
    return line.length() <= most ? line : line.substring(0, Math.max(0, most - 1)) + "…";
  }
}
