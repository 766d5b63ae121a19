package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes down for a prompt what a ticket says, no more than a prompt should hold. */
final class TicketText {
  private static final int LONGEST_DESCRIPTION = 30_000;
  private static final int LONGEST_COMMENT = 4_000;
  private static final int MOST_COMMENTS = 50;
  private static final int MOST_SUB_ISSUES = 50;
  private static final int LONGEST_TEXT = 120_000;

  private final StringBuilder text = new StringBuilder();

  private TicketText() {}

  /**
   * @param issue as Linear answers
   * @param children sub-issues in their order
   * @param comments oldest first
   */
  static String of(JsonNode issue, List<JsonNode> children, List<JsonNode> comments) {
    TicketText text = new TicketText();
    text.head(issue);
    text.subIssues(children);
    text.comments(comments);
    return cut(text.text.toString().strip(), LONGEST_TEXT);
  }

  private void head(JsonNode issue) {
    line("# %s: %s".formatted(word(issue, "identifier"), word(issue, "title")));
    JsonNode parent = issue.path("parent");
    if (parent.isObject()) {
      line("Part of %s: %s".formatted(word(parent, "identifier"), word(parent, "title")));
    }
    list("Labels", issue.path("labels").path("nodes"), "name");
    String description = clean(issue.path("description").asText(""));
    line("");
    line(
        description.isBlank()
            ? "(The ticket has no description: its title is all there is.)"
            : cut(description, LONGEST_DESCRIPTION));
    JsonNode attachments = issue.path("attachments").path("nodes");
    if (!attachments.isEmpty()) {
      line("\n## Attachments (not fetched)");
      attachments.forEach(one -> line("- %s %s".formatted(word(one, "title"), word(one, "url"))));
    }
  }

  private void subIssues(List<JsonNode> children) {
    if (children.isEmpty()) {
      return;
    }
    line("\n## Sub-issues");
    for (JsonNode child : children.subList(0, Math.min(MOST_SUB_ISSUES, children.size()))) {
      line(
          "\n### %s: %s (%s)"
              .formatted(
                  word(child, "identifier"),
                  word(child, "title"),
                  word(child.path("state"), "name")));
      line(cut(clean(child.path("description").asText("")), LONGEST_COMMENT));
    }
  }

  private void comments(List<JsonNode> comments) {
    if (comments.isEmpty()) {
      return;
    }
    int from = Math.max(0, comments.size() - MOST_COMMENTS);
    line(
        "\n## Comments, oldest first"
            + (from == 0 ? "" : " (the first %d are left out)".formatted(from)));
    for (JsonNode comment : comments.subList(from, comments.size())) {
      String who =
          comment
              .path("user")
              .path("name")
              .asText(comment.path("botActor").path("name").asText(""));
      line(
          "\n### %s, %s"
              .formatted(clean(who.isEmpty() ? "somebody" : who), word(comment, "createdAt")));
      line(cut(clean(comment.path("body").asText("")), LONGEST_COMMENT));
    }
  }

  private void list(String name, JsonNode nodes, String field) {
    if (!nodes.isEmpty()) {
      line(
          name
              + ": "
              + StreamSupport.stream(nodes.spliterator(), false)
                  .map(node -> word(node, field))
                  .collect(Collectors.joining(", ")));
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** On one line. */
  static String word(JsonNode node, String field) {
    return cut(clean(node.path(field).asText("")).replaceAll("\\s+", " ").strip(), 500);
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
