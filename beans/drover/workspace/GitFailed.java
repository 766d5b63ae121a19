package drover.workspace;

/** Git refused. The message holds what it said. */
public final class GitFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String said;

  public GitFailed(String command, String said) {
    super("git " + command + " failed: " + said);
    this.said = said;
  }

  /** The line that git marks as the cause, else the last one. */
  public String cause() {
    return said.lines()
        .filter(line -> line.startsWith("fatal: ") || line.startsWith("error: "))
        .findFirst()
        .or(() -> said.lines().reduce((first, second) -> second))
        .orElse(said);
  }
}
