package drover.dispatch;

import drover.config.ConfigurationException;
import drover.credential.Fingerprint;
import drover.credential.ModelCredential;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import drover.run.WaitingFor;
import drover.sandbox.Sandboxes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whether what real runs need is there, and whether what a run waits for has come. */
public final class Readiness {
  private final ModelCredential credential;
  private final Sandboxes sandboxes;

  /** For rehearsals: what was there when one began to wait for another credential. */
  private final Map<String, Optional<Fingerprint>> refused = new ConcurrentHashMap<>();

  public Readiness(ModelCredential credential, Sandboxes sandboxes) {
    this.credential = credential;
    this.sandboxes = sandboxes;
  }

  /** Why a run does not go on by itself now; empty: it may. */
  Optional<String> waitOf(OpenRun run, Instant now) {
    if (run.state() != RunState.WAITING) {
      refused.remove(run.id());
      return Optional.empty();
    }
    if (isFor(run, WaitingFor.RESUME)) {
      return run.waitingUntil()
          .filter(until -> until.isAfter(now))
          .map(until -> "a service its result goes to is away: it looks again at " + until);
    }
    if (isFor(run, WaitingFor.USAGE_LIMIT)) {
      return run.waitingUntil()
          .filter(until -> until.isAfter(now))
          .map(until -> "it waits for the usage limit to reset at " + until);
    }
    if (isFor(run, WaitingFor.CREDENTIAL)) {
      return hasNewCredential(run)
          ? Optional.empty()
          : Optional.of("it waits for a credential: " + ModelCredential.RENEWAL);
    }
    return Optional.of("it waits for " + run.waitingFor().orElse("nobody knows what"));
  }

  /** Why no real turn could be begun; empty: there is a credential that nobody refused. */
  Optional<String> credentialShortage() {
    try {
      return credential.usable().isPresent()
          ? Optional.empty()
          : Optional.of(
              credential.isThere()
                  ? "the model's service has refused the credential: " + ModelCredential.RENEWAL
                  : "there is no credential: " + ModelCredential.RENEWAL);
    } catch (ConfigurationException e) {
      return Optional.of("the credential cannot be read: " + e.getMessage());
    }
  }

  /** Why a real agent could not be confined; empty: it can. */
  Optional<String> sandboxShortage() {
    return sandboxes.shortage();
  }

  private boolean hasNewCredential(OpenRun run) {
    Optional<Fingerprint> usable = usable();
    boolean isReal = run.mode().equals("real");
    return usable.isPresent()
        && (isReal || !refused.computeIfAbsent(run.id(), id -> usable).equals(usable));
  }

  private Optional<Fingerprint> usable() {
    try {
      return credential.usable().map(Fingerprint::of);
    } catch (ConfigurationException e) {
      return Optional.empty(); // a file that is being replaced is no credential yet
    }
  }

  private static boolean isFor(OpenRun run, WaitingFor what) {
    return run.waitingFor().filter(what.word()::equals).isPresent();
  }
}
