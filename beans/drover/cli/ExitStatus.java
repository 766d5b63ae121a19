package drover.cli;

/** What the command line's exit status says. */
final class ExitStatus {
  static final int DONE = 0;

  /** The run or action failed. */
  static final int FAILED = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  private ExitStatus() {}
}
