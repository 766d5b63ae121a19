package drover.workspace;

/**
 * What a commit says about itself.
 *
 * @param commit its short name
 */
public record CommitMessage(String commit, String text) {}
