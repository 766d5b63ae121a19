package drover.github.review;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Comments as an agent reads them: each line of what was said is quoted, so none can pass for ours.
 */
final class CommentText {
  private static final int LONGEST = 10_000;

  private CommentText() {}

  static String of(List<ReviewComment> comments) {
    return comments.stream().map(CommentText::one).collect(Collectors.joining("\n\n"));
  }

  private static String one(ReviewComment comment) {
    String text = comment.text().replace("\0", "").strip();
    String shown =
        text.length() > LONGEST
            ? text.substring(0, LONGEST) + "\n[the rest is at its address]"
            : text;
    String quoted = shown.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    return "%s, by %s, on %s (%s):\n%s"
        .formatted(
            comment.name(),
            comment.author(),
            comment.place().replaceAll("\\p{Cntrl}", " "),
            comment.url(),
            quoted);
  }
}
