package drover.verify;

import drover.json.WireWord;
import java.util.Optional;

/**
 * One check of a commit.
 *
 * @param detail why it was skipped, or how it failed
 * @param tail the last lines that a failed command printed
 * @param artifact a file to look at, for instance a screenshot
 */
public record Check(
    String name, State state, String detail, String tail, Optional<String> artifact) {

  /** A skipped check says nothing about the commit; it is never counted as passed. */
  public enum State implements WireWord {
    PASSED,
    FAILED,
    SKIPPED
  }

  public static Check passed(String name, Optional<String> artifact) {
    return new Check(name, State.PASSED, "", "", artifact);
  }

  public static Check failed(String name, String detail, String tail) {
    return new Check(name, State.FAILED, detail, tail, Optional.empty());
  }

  public static Check skipped(String name, String why) {
    return new Check(name, State.SKIPPED, why, "", Optional.empty());
  }

  public String inWords() {
    return name + " " + state.word() + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
