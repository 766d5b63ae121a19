package drover.github.fake;

/**
 * Something said on a line of a pull request.
 *
 * @param thread id of the comment that it answers; 0: it begins a thread
 * @param author login; {@code [bot]} at its end makes it a bot's
 */
public record FakeReviewComment(
    long id, int pull, long thread, String author, String path, int line, String text) {}
