package drover.effect;

import drover.config.OutageSettings;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a run while a service is away that it needs: it waits, each time twice as long as
 * the time before, and goes on where it was.
 */
public final class Outages {
  /** What a service asks for beyond that is not believed. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

  /** One that says it waits, one that says it goes on. */
  private static final int EVENTS_OF_A_WAIT = 2;

  private final OutageSettings settings;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;

  public Outages(OutageSettings settings, Ledger ledger, Journal journal, Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * A step needs something of a service that does not answer.
   *
   * @throws RunWaiting while it is worth another look
   * @throws RunEnded when it was tried often enough
   */
  public void postpone(RunExecution run, Exception failure) {
    Optional<StepRecord> step = ledger.read().steps().active(run.id(), run.position());
    Instant since = step.map(StepRecord::startedAt).orElse(run.createdAt());
    int told = ledger.read().events().count(run.id(), EventType.STATE, since);
    throw wait(
        run,
        step.map(StepRecord::name).orElse("start"),
        told / EVENTS_OF_A_WAIT + 1,
        Causes.find(failure, Unavailable.class));
  }

  /**
   * A step needs something that a service does not give.
   *
   * @throws RunEnded always
   */
  public void refuse(Exception failure) {
    throw RunEnded.failed(
        "failed", "service-refused: " + Causes.find(failure, Refused.class).sentence());
  }

  /**
   * @param what is tried, a step or a kind of effect
   * @param tries of it up to now, this one included
   * @throws RunEnded when it was tried often enough
   */
  RunWaiting wait(RunExecution run, String what, int tries, Unavailable outage) {
    String reason = "service-unavailable: " + journal.withoutSecrets(outage.reason());
    if (tries > settings.tries()) {
      throw RunEnded.failed(
          "not-pushable", reason + "; once it is back: ./drover retry " + run.id());
    }
    return RunWaiting.until(
        WaitingFor.RESUME,
        clock.now().plus(waitBefore(tries, outage.retryAfter())),
        "%s (%s, try %d of %d)".formatted(reason, what, tries, settings.tries()));
  }

  private Duration waitBefore(int tries, Optional<Duration> retryAfter) {
    Duration wait = settings.first();
    for (int before = 1; before < tries && wait.compareTo(settings.longest()) < 0; before++) {
      wait = wait.multipliedBy(2);
    }
    Duration own = shorter(wait, settings.longest());
    Duration asked = shorter(retryAfter.orElse(Duration.ZERO), LONGEST_ASKED_FOR);
    return own.compareTo(asked) < 0 ? asked : own;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
