package drover.watch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.json.WireWord;

/**
 * A check that is red.
 *
 * @param said in the words of who made it
 * @param details what it reports: annotations, the end of its log
 * @param url where a person looks at it; empty: nowhere
 */
public record Failure(String name, String said, String details, String url, Blame blame) {

  /** Whose the red is. */
  public enum Blame implements WireWord {
    /** Nobody knows of another cause than what was pushed. */
    OURS,
    /** The same check was red on the commit that the work began with. */
    RED_BEFORE,
    /** It was cancelled, is stale, or waits for a person: nothing that a commit mends. */
    BROKEN_OFF
  }

  @JsonIgnore
  public boolean isOurs() {
    return blame == Blame.OURS;
  }

  /** For people, on one line. */
  @JsonIgnore
  public String inWords() {
    String why =
        switch (blame) {
          case OURS -> "";
          case RED_BEFORE -> ", as it was before this work";
          case BROKEN_OFF -> ", without an answer";
        };
    return name + (said.isEmpty() ? "" : ": " + said) + why;
  }
}
