package drover.policy;

/**
 * Something in a change that must not leave. Never holds a secret, only where it is.
 *
 * @param file where it is, fit to be shown: a path, or a commit's message
 * @param line from 1; 0 where it is about the file as a whole
 * @param sentence what is wrong
 */
public record Finding(Rule rule, String file, long line, String sentence) {
  static Finding of(Rule rule, String file, String sentence) {
    return new Finding(rule, file, 0, sentence);
  }

  /** {@code rule: file:line: sentence}. */
  public String inWords() {
    return "%s: %s%s: %s".formatted(rule.word(), file, line > 0 ? ":" + line : "", sentence);
  }
}
