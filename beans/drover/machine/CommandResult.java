package drover.machine;

/**
 * How a command ended.
 *
 * @param exitCode 0 by custom for success
 * @param output standard output and standard error, in the order they came
 */
public record CommandResult(int exitCode, String output) {
  public boolean succeeded() {
    return exitCode == 0;
  }
}
