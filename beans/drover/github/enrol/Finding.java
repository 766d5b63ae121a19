package drover.github.enrol;

import drover.json.WireWord;

/**
 * One thing that was looked at: {@code docs/schemas/enrolment.schema.json}.
 *
 * @param mend what to do; empty where nothing
 */
public record Finding(String name, State state, String detail, String mend) {

  /** MISSING: no work without it; ABSENT: work is the worse without it. */
  public enum State implements WireWord {
    OK,
    MISSING,
    ABSENT
  }

  static Finding ok(String name, String detail) {
    return new Finding(name, State.OK, detail, "");
  }

  static Finding missing(String name, String detail, String mend) {
    return new Finding(name, State.MISSING, detail, mend);
  }

  static Finding absent(String name, String detail, String mend) {
    return new Finding(name, State.ABSENT, detail, mend);
  }
}
