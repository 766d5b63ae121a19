package drover.dispatch;

import drover.config.ConfigurationException;
import drover.credential.Fingerprint;
import drover.credential.ModelCredential;
import drover.credential.ModelCredentials;
import drover.json.WireWord;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import drover.run.WaitingFor;
import drover.runtime.AgentRuntime;
import drover.sandbox.Sandboxes;
import drover.task.Task;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether what real runs need is there, and whether what a run waits for has come. */
public final class Readiness {
  private static final String REAL = "real";

  private final ModelCredentials credentials;
  private final Sandboxes sandboxes;

  /** For rehearsals: what was there when one began to wait for another credential. */
  private final Map<String, Optional<Fingerprint>> refused = new ConcurrentHashMap<>();

  public Readiness(ModelCredentials credentials, Sandboxes sandboxes) {
    this.credentials = credentials;
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
          : Optional.of("it waits for a credential: " + neededBy(run).renewal());
    }
    if (isFor(run, WaitingFor.EXECUTOR)) {
      return Optional.empty(); // who may go on with it is another gate's to say
    }
    return Optional.of("it waits for " + run.waitingFor().orElse("nobody knows what"));
  }

  /** Why the next turn of a real run could not be begun; empty: nobody refused its credential. */
  Optional<String> credentialShortage(OpenRun run) {
    return shortageOf(neededBy(run));
  }

  /** Whether no real turn of any agent could be begun. */
  boolean isWithoutCredential() {
    return Stream.of(AgentRuntime.values())
        .allMatch(runtime -> shortageOf(credentials.of(runtime)).isPresent());
  }

  private static Optional<String> shortageOf(ModelCredential credential) {
    try {
      return credential.usable().isPresent()
          ? Optional.empty()
          : Optional.of(
              credential.isThere()
                  ? "the model's service has refused the credential: " + credential.renewal()
                  : "there is no credential: " + credential.renewal());
    } catch (ConfigurationException e) {
      return Optional.of("the credential cannot be read: " + e.getMessage());
    }
  }

  /**
   * Why the agent of a run could not be confined; empty: it can, or it works elsewhere.
   *
   * @param task asked for only where this machine confines nobody
   */
  Optional<String> sandboxShortage(Supplier<Optional<Task>> task) {
    return sandboxes.shortage().isEmpty()
        ? Optional.empty()
        : task.get().flatMap(sandboxes::shortageFor);
  }

  private boolean hasNewCredential(OpenRun run) {
    Optional<Fingerprint> usable = usable(neededBy(run));
    boolean isReal = run.mode().equals(REAL);
    return usable.isPresent()
        && (isReal || !refused.computeIfAbsent(run.id(), id -> usable).equals(usable));
  }

  private ModelCredential neededBy(OpenRun run) {
    return run.mode().equals(REAL)
        ? credentials.neededBy(WireWord.parse(AgentRuntime.class, run.runtime()), run.stage())
        : credentials.of(AgentRuntime.CLAUDE);
  }

  private static Optional<Fingerprint> usable(ModelCredential credential) {
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
