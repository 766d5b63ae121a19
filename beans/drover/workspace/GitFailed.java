package drover.workspace;

import java.util.regex.Pattern;

/** Git refused. The message holds what it said. */
public final class GitFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern OUTAGE =
      Pattern.compile(
          "error: (429|5\\d\\d)|RPC failed|early EOF|Empty reply from server|Connection reset|timed out");

  private final String said;

  public GitFailed(String command, String said) {
    super("git " + command + " failed: " + said);
    this.said = said;
  }

  String said() {
    return said;
  }

  /** The line that git marks as the cause, else the last one. */
  public String cause() {
    return said.lines()
        .filter(line -> line.startsWith("fatal: ") || line.startsWith("error: "))
        .findFirst()
        .or(() -> said.lines().reduce((first, second) -> second))
        .orElse(said);
  }

  /** Whether a server was reached that could not answer: the same may work later. */
  boolean isOutage() {
    return OUTAGE.matcher(String.valueOf(getMessage())).find();
  }
}
