package drover.deliver;

/** Markdown in which words from outside stay words: no mention, no link, no HTML comes of them. */
public final class MarkdownText {
  /** GitHub takes 65,536 characters in all. */
  private static final int LONGEST_QUOTE = 20_000;

  private final StringBuilder text = new StringBuilder();

  public MarkdownText heading(String words) {
    return block("## " + words);
  }

  public MarkdownText paragraph(String words) {
    return block(words);
  }

  public MarkdownText item(String words) {
    if (!lastLineIsItem()) {
      text.append('\n');
    }
    text.append("- ").append(withoutMentions(words.replaceAll("\\s+", " "))).append('\n');
    return this;
  }

  /** As it was written, between fences that it cannot end. */
  public MarkdownText quoted(String words) {
    String shown =
        words.length() > LONGEST_QUOTE
            ? words.substring(0, LONGEST_QUOTE) + "\n[the rest is with the run]"
            : words;
    String fence = "```";
    while (shown.contains(fence)) {
      fence += "`";
    }
    return block(fence + "text\n" + shown.strip() + "\n" + fence);
  }

  private MarkdownText block(String words) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(words).append('\n');
    return this;
  }

  /** Nobody is told because a check printed a name. */
  private static String withoutMentions(String words) {
    return words.replace("@", "@\u200B").replace("<", "&lt;");
  }

  private boolean lastLineIsItem() {
    int end = text.length() - 1;
    return end > 0 && text.substring(text.lastIndexOf("\n", end - 1) + 1).startsWith("- ");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
