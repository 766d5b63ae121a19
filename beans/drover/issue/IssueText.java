package drover.issue;

import java.util.List;

/** Writes down for a prompt what an issue says, no more than a prompt should hold. */
final class IssueText {
  private static final int LONGEST_BODY = 30_000;
  private static final int LONGEST_COMMENT = 4_000;
  private static final int MOST_COMMENTS = 50;

  private IssueText() {}

  /**
   * @param who login
   * @param when ISO instant
   */
  record Said(String who, String when, String body) {}

  /**
   * @param comments oldest first
   */
  static String of(
      String name, String title, List<String> labels, String body, List<Said> comments) {
    StringBuilder text = new StringBuilder();
    text.append("# %s: %s\n".formatted(name, word(title)));
    if (!labels.isEmpty()) {
      text.append("Labels: ").append(word(String.join(", ", labels))).append('\n');
    }
    String cleaned = clean(body);
    text.append('\n')
        .append(
            cleaned.isBlank()
                ? "(The issue has no description: its title is all there is.)"
                : cut(cleaned, LONGEST_BODY))
        .append('\n');
    int from = Math.max(0, comments.size() - MOST_COMMENTS);
    if (!comments.isEmpty()) {
      text.append("\n## Comments of people who may write here, oldest first")
          .append(from == 0 ? "\n" : " (the first %d are left out)\n".formatted(from));
    }
    for (Said comment : comments.subList(from, comments.size())) {
      text.append("\n### %s, %s\n".formatted(word(comment.who()), comment.when()))
          .append(cut(clean(comment.body()), LONGEST_COMMENT))
          .append('\n');
    }
    return text.toString().strip();
  }

  /** On one line. */
  static String word(String text) {
    return cut(clean(text).replaceAll("\\s+", " ").strip(), 500);
  }

  /** Without what a terminal or an agent's input would take for something else than text. */
  private static String clean(String text) {
    return text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end)
        + "\n[... %d characters are left out]".formatted(text.length() - end);
  }
}
