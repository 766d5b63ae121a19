package drover.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One path that differs between two commits.
 *
 * @param oldMode octal as git writes it; 000000: it was not there
 * @param newMode 000000: it is not there any more
 * @param newObject name of what is there now
 */
record Change(RepositoryPath path, String oldMode, String newMode, String newObject) {
  private static final String ABSENT = "000000";
  private static final String LINK = "120000";
  private static final String SUBMODULE = "160000";

  boolean isRemoval() {
    return newMode.equals(ABSENT);
  }

  boolean isLink() {
    return newMode.equals(LINK);
  }

  boolean touchesSubmodule() {
    return oldMode.equals(SUBMODULE) || newMode.equals(SUBMODULE);
  }

  /** Whether its content is an object of this repository. */
  boolean hasContent() {
    return !isRemoval() && !newMode.equals(SUBMODULE);
  }

  /**
   * @param raw what {@code git diff --raw -z --no-renames} prints
   */
  static List<Change> parse(byte[] raw) {
    List<Change> changes = new ArrayList<>();
    int at = 0;
    while (at < raw.length) {
      int endOfFacts = indexOfZero(raw, at);
      int endOfPath = indexOfZero(raw, endOfFacts + 1);
      String facts = new String(raw, at, endOfFacts - at, StandardCharsets.US_ASCII);
      String[] words = facts.split(" ", -1);
      if (!facts.startsWith(":") || words.length != 5) {
        throw new IllegalStateException("git printed what is no raw difference: " + facts);
      }
      byte[] path = java.util.Arrays.copyOfRange(raw, endOfFacts + 1, endOfPath);
      changes.add(new Change(RepositoryPath.of(path), words[0].substring(1), words[1], words[3]));
      at = endOfPath + 1;
    }
    return changes;
  }

  private static int indexOfZero(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        return at;
      }
    }
    throw new IllegalStateException("git printed a raw difference that is cut off");
  }
}
