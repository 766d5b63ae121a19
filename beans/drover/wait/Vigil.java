package drover.wait;

import drover.config.ConfigurationException;
import drover.credential.Fingerprint;
import drover.credential.ModelCredential;
import drover.credential.ModelCredentials;
import drover.json.Json;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.run.WaitingFor;
import drover.runtime.AgentRuntime;
import drover.task.Task;
import java.util.Optional;

/** Tells when a parked run can go on by itself. */
public final class Vigil {
  private final RunRecord parked;
  private final ModelCredential credential;
  private final Clock clock;
  private final Optional<Fingerprint> refused;

  public Vigil(RunRecord parked, ModelCredentials credentials, Clock clock) {
    Task task = Json.read(parked.taskJson(), Task.class);
    this.parked = parked;
    this.credential =
        task.isRehearsal()
            ? credentials.of(AgentRuntime.CLAUDE)
            : credentials.neededBy(task.worker(), parked.stage());
    this.clock = clock;
    // a rehearsal uses none, so none of its refusals is recorded: another one has to come
    this.refused = task.isRehearsal() ? usable() : Optional.empty();
  }

  /** Whether it waits for something that comes without anybody who goes on with it. */
  public static boolean isFor(RunRecord run) {
    return isFor(run, WaitingFor.USAGE_LIMIT)
        || isFor(run, WaitingFor.CREDENTIAL)
        || isFor(run, WaitingFor.ANSWER)
        || isFor(run, WaitingFor.CI)
        || isFor(run, WaitingFor.RESUME) && run.waitingUntil().isPresent();
  }

  public boolean isDue() {
    if (isFor(parked, WaitingFor.ANSWER)) {
      return false; // an answer changes what it waits for
    }
    return isFor(parked, WaitingFor.CREDENTIAL)
        ? usable().isPresent() && !usable().equals(refused)
        : parked.waitingUntil().filter(until -> until.isAfter(clock.now())).isEmpty();
  }

  private static boolean isFor(RunRecord run, WaitingFor what) {
    return run.waitingFor().filter(what.word()::equals).isPresent();
  }

  /** A file that is being replaced is no credential yet. */
  private Optional<Fingerprint> usable() {
    try {
      return credential.usable().map(Fingerprint::of);
    } catch (ConfigurationException e) {
      return Optional.empty();
    }
  }
}
