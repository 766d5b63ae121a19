package drover.wait;

import drover.config.ConfigurationException;
import drover.config.WaitSettings;
import drover.credential.ModelCredential;
import drover.credential.ModelCredentials;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Parks a run whose turn the model's service does not serve now. When it goes on, the turn goes on
 * in the same session.
 */
public final class Waits {
  /** No window of a subscription is longer than a week; what is told beyond that is looked at. */
  private static final Duration LONGEST = Duration.ofDays(8);

  private final WaitSettings settings;
  private final ModelCredentials credentials;
  private final Ledger ledger;
  private final Clock clock;

  public Waits(WaitSettings settings, ModelCredentials credentials, Ledger ledger, Clock clock) {
    this.settings = settings;
    this.credentials = credentials;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * A real turn needs a credential that was not refused.
   *
   * @throws RunWaiting when there is none
   */
  public void requireCredential(
      @Variable("run") RunExecution run, @Variable("assignment") Assignment assignment) {
    ModelCredential credential = credentials.of(assignment.runtime());
    if (!run.task().isRehearsal() && usable(credential).isEmpty()) {
      throw RunWaiting.openEnded(
          WaitingFor.CREDENTIAL,
          "no-credential: there is none that was not refused: " + credential.renewal());
    }
  }

  /**
   * The subscription's limit is reached.
   *
   * @throws RunWaiting always
   */
  public void untilReset(@Body TurnFacts facts) {
    Instant now = clock.now();
    Instant until =
        facts
            .until()
            .filter(reset -> reset.isAfter(now))
            .map(reset -> earlier(reset, now.plus(LONGEST)))
            .orElseGet(() -> now.plus(settings.usageLimit()));
    throw RunWaiting.until(WaitingFor.USAGE_LIMIT, until, facts.reason());
  }

  /**
   * The service has refused the credential.
   *
   * @throws RunWaiting always
   */
  public void untilRenewed(
      @Variable("run") RunExecution run,
      @Variable("assignment") Assignment assignment,
      @Body TurnFacts facts) {
    ModelCredential credential = credentials.of(assignment.runtime());
    if (!run.task().isRehearsal()) {
      credential.rejectedFor(run.id());
    }
    throw RunWaiting.openEnded(WaitingFor.CREDENTIAL, facts.reason() + " " + credential.renewal());
  }

  /**
   * The model is overloaded: each try waits twice as long as the one before.
   *
   * @return the end of the turn, when it was tried often enough
   * @throws RunWaiting when it is worth another try
   */
  public TurnFacts backOff(
      @Variable("run") RunExecution run,
      @Variable("assignment") Assignment assignment,
      @Body TurnFacts facts) {
    int tries = overloadedInARow(run, assignment);
    if (tries > settings.overloadTries()) {
      return facts;
    }
    Duration wait = settings.overloadFirst();
    for (int before = 1;
        before < tries && wait.compareTo(settings.overloadLongest()) < 0;
        before++) {
      wait = wait.multipliedBy(2);
    }
    Instant until = earlier(clock.now().plus(wait), clock.now().plus(settings.overloadLongest()));
    throw RunWaiting.until(
        WaitingFor.USAGE_LIMIT,
        until,
        "%s (wait %d of %d)".formatted(facts.reason(), tries, settings.overloadTries()));
  }

  /** Invocations of the turn, up to the latest, that got nothing out of the model at all. */
  private int overloadedInARow(RunExecution run, Assignment assignment) {
    TurnRecord latest =
        ledger
            .read()
            .turns()
            .latest(run.claim(), run.position(), assignment.purpose().word())
            .orElseThrow();
    List<TurnFacts> backwards =
        ledger.read().turns().all(run.id()).stream()
            .filter(record -> record.turn() == latest.turn())
            .flatMap(record -> record.report().stream())
            .map(report -> Json.read(report, TurnFacts.class))
            .toList()
            .reversed();
    int count = 0;
    for (TurnFacts facts : backwards) {
      if (!facts.overloaded()) {
        return count;
      }
      count++;
      if (facts.costUsd() > 0) {
        return count; // it was served for a while before
      }
    }
    return count;
  }

  /** A file that is being replaced is no credential, and no reason to end the run. */
  private static Optional<String> usable(ModelCredential credential) {
    try {
      return credential.usable();
    } catch (ConfigurationException e) {
      return Optional.empty();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
