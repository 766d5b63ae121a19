package drover.notify;

/** Plain text in which Discord finds no markdown. */
final class DiscordText {
  private static final String MARKDOWN = "\\*_~`|<>[]()#-@:";

  private DiscordText() {}

  /**
   * @param most UTF-16 units of the result; nothing is cut in the middle of an escape
   */
  static String escaped(String text, int most) {
    StringBuilder escaped = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int point : points) {
      String next = Character.toString(point);
      String form = MARKDOWN.contains(next) ? "\\" + next : next;
      if (escaped.length() + form.length() > most - 1) {
        return escaped.append('\u2026').toString();
      }
      escaped.append(form);
    }
    return escaped.toString();
  }

  /** Between backticks, where nothing is markdown. */
  static String code(String text, int most) {
    return "`" + Plain.cut(text.replace('`', '\''), most) + "`";
  }
}
