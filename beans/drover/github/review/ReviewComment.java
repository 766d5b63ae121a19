package drover.github.review;

/**
 * Something a person said of a pull request.
 *
 * @param kind {@link #OF_A_LINE} or {@link #OF_ALL}
 * @param id at GitHub, unique for its kind
 * @param thread id of the first comment of its thread; 0: it stands in none
 * @param author login
 * @param path file it is about; empty: none
 * @param line in that file as it is now or was, from 1; 0: none
 * @param url where people find it
 * @param text as it was written
 */
public record ReviewComment(
    String kind,
    long id,
    long thread,
    String author,
    String path,
    int line,
    String url,
    String text) {

  /** On a line or file, in a thread. */
  public static final String OF_A_LINE = "comment";

  /** What a review says of the whole; it has no thread. */
  public static final String OF_ALL = "review";

  private static final int SHOWN = 80;

  /** What the agent is asked to call it by, for instance {@code comment 501}. */
  String name() {
    return kind + " " + id;
  }

  String place() {
    if (path.isEmpty()) {
      return "the whole";
    }
    return line > 0 ? path + ":" + line : path;
  }

  /** One line for people. */
  String inShort() {
    String words = text.strip().replaceAll("\\s+", " ");
    return "%s on %s: %s"
        .formatted(
            author, place(), words.length() > SHOWN ? words.substring(0, SHOWN) + "..." : words);
  }
}
