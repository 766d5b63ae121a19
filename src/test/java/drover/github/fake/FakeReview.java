package drover.github.fake;

/**
 * A review of a pull request as a whole.
 *
 * @param state as GitHub writes it, for instance {@code CHANGES_REQUESTED}
 */
public record FakeReview(long id, int pull, String author, String state, String text) {}
