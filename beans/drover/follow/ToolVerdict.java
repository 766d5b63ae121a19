package drover.follow;

/** How a tool call came back to the model. */
public enum ToolVerdict {
  /** It ran. */
  RAN,
  /** It ran and failed, or was interrupted. */
  FAILED,
  /** A permission rule or mode refused it. */
  DENIED,
  /** A hook refused it. */
  DENIED_BY_HOOK;

  /** Whether it was kept from running by policy. */
  public boolean denied() {
    return this == DENIED || this == DENIED_BY_HOOK;
  }
}
