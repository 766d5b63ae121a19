package drover.notify;

import drover.json.WireWord;
import java.util.Set;

/** On what occasion people are told something. */
public enum NewsEvent implements WireWord {
  /** Somebody executes the run; told once for each attempt. */
  STARTED,
  /** It goes on. */
  HEARTBEAT,
  /** Its agent called a tool. */
  TOOL,
  REVIEW,
  /** It waits for a limit, or for a service. */
  WAITING,
  /** It waits for a person's answer. */
  QUESTION,
  /** Its agent has been silent for long. */
  STUCK,
  COMPLETED,
  FAILED,
  /** A person has to look; nothing was pushed. */
  BLOCKED,
  /** Pushed, red, left as it is. */
  FROZEN,
  CANCELLED,
  /** What happened in a day or week. */
  DIGEST,
  /** Somebody tries the channel. */
  TEST;

  private static final Set<NewsEvent> PAGES = Set.of(QUESTION, FAILED, BLOCKED, FROZEN);

  /** Whether somebody has to do something: such a message is never given up. */
  public boolean isPage() {
    return PAGES.contains(this);
  }

  /** Whether it is of no use when it comes late, or twice. */
  public boolean isPerishable() {
    return this == HEARTBEAT || this == TOOL;
  }
}
