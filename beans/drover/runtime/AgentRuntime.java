package drover.runtime;

import drover.json.WireWord;

/** The coding agent that takes a turn. */
public enum AgentRuntime implements WireWord {
  CLAUDE,
  OPENCODE;

  /** Whether it asks hooks before and after a tool: the guard, and the one that says wrap up. */
  public boolean asksHooks() {
    return this == CLAUDE;
  }

  /** Whether a session has the name that the factory gives it, known before the agent starts. */
  public boolean takesSessionNames() {
    return this == CLAUDE;
  }
}
