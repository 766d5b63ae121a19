package drover.github.effect;

/**
 * What a pull request says.
 *
 * @param title one line
 * @param body Markdown
 */
public record PullRequestDraft(String title, String body, Draft draft) {}
