package drover.policy;

import java.util.Locale;
import java.util.Optional;

/** What a change is judged by. */
public enum Rule {
  PROTECTED_BRANCH("a protected branch is never written: let the result go to a branch of its own"),
  WORKFLOW,
  SIZE,
  /** Nobody can answer for what nobody has read. */
  UNREAD(
      "what could not be read cannot be answered for: make the change smaller, or raise"
          + " drover.policy.max-diff-bytes"),
  PATH,
  LINK,
  SUBMODULE,
  /** What an agent with nobody at the keyboard does not decide. */
  GUARDRAIL,
  CI_SKIP(
      "what nobody has checked must not look checked: let the agent begin anew with ./drover retry"
          + " RUN --from turn"),
  SECRET(
      "a secret must not leave, and what was once committed stays in the history: let the agent"
          + " begin anew with ./drover retry RUN --from turn, and renew the secret if it was real");

  private final Optional<String> never;

  Rule() {
    this.never = Optional.empty();
  }

  Rule(String never) {
    this.never = Optional.of(never);
  }

  /** As messages write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why nobody may approve what it finds; empty: a person may. */
  Optional<String> never() {
    return never;
  }
}
