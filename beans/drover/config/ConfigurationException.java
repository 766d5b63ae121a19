package drover.config;

import java.util.List;

/**
 * The configuration cannot be used; the message has one line for each problem, ready to be shown.
 */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each, in the order in which they were given. */
  public List<String> problems() {
    return problems;
  }
}
