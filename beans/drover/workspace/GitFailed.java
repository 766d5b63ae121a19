package drover.workspace;

/** Git refused. The message holds what it said. */
public final class GitFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String said;

  public GitFailed(String command, String said) {
    super("git " + command + " failed: " + said);
    this.said = said;
  }

  /** The last line, where git puts the cause. */
  public String cause() {
    return said.lines().reduce((first, second) -> second).orElse(said);
  }
}
