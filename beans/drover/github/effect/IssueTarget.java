package drover.github.effect;

/**
 * An issue, or a pull request, which is one to GitHub.
 *
 * @param repository URL
 */
public record IssueTarget(String repository, int number) {}
