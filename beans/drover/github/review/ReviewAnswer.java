package drover.github.review;

/**
 * What is answered to something that a run was told.
 *
 * @param repository URL
 * @param number of the pull request
 * @param name of what was said, letters, digits and {@code -}, unique in the pull request
 * @param thread id of the first comment of its thread; 0: it stands in none
 * @param text Markdown, without a marker
 */
public record ReviewAnswer(String repository, int number, String name, long thread, String text) {}
