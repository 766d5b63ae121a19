package drover.guard;

import drover.json.WireWord;

/** What the guard says to a tool call. */
public sealed interface Verdict {
  /** Nothing against it; the agent's own permission rules still apply. */
  record Allowed() implements Verdict {}

  /**
   * @param sentence tells the agent what is wrong and what to do instead
   */
  record Denied(Rule rule, String sentence) implements Verdict {}

  Verdict ALLOWED = new Allowed();

  /** What a denial is about. */
  enum Rule implements WireWord {
    REMOVAL,
    CONTAINER_SOCKET,
    DOWNLOAD_AND_RUN,
    HIDDEN_COMMAND,
    FORCE_PUSH,
    CREDENTIALS,
    GUARDRAIL,
    NOT_UNDERSTOOD
  }
}
