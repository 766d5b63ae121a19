package drover.credential;

import drover.config.Secrets;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.runtime.AgentRuntime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The credential of each agent. */
public final class ModelCredentials {
  private static final String REVIEW = "review";

  private final Map<AgentRuntime, ModelCredential> byRuntime = new EnumMap<>(AgentRuntime.class);
  private final AgentRuntime reviewer;

  /**
   * @param reviewer the agent that reviews, whoever did the work
   */
  public ModelCredentials(
      Secrets secrets,
      StoredCredentials stored,
      Ledger ledger,
      Clock clock,
      Redactor redactor,
      AgentRuntime reviewer) {
    this.reviewer = reviewer;
    for (AgentRuntime runtime : AgentRuntime.values()) {
      CredentialKind kind = CredentialKind.of(runtime);
      byRuntime.put(runtime, new ModelCredential(kind, secrets, stored, ledger, clock, redactor));
    }
  }

  public ModelCredential of(AgentRuntime runtime) {
    return Optional.ofNullable(byRuntime.get(runtime)).orElseThrow();
  }

  /**
   * The credential that a real run needs next.
   *
   * @param worker the agent of its task
   * @param stage name of its last step; a review is another agent's than the work, maybe
   */
  public ModelCredential neededBy(AgentRuntime worker, Optional<String> stage) {
    return of(stage.filter(REVIEW::equals).isPresent() ? reviewer : worker);
  }
}
