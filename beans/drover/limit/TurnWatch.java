package drover.limit;

import drover.config.LimitSettings;
import drover.config.LimitSettings.WhenSilent;
import drover.follow.TurnReport;
import drover.ledger.EventType;
import drover.machine.Clock;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.runtime.AgentRuntime;
import drover.turn.Assignment;
import drover.turn.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks after the limits of one live turn. Asked on every look at the agent's output, whether
 * something has come or not: at a limit it says so and stays so; near one it asks the agent, once,
 * to come to its end; it tells, once each time, when nothing new comes any more.
 */
public final class TurnWatch {
  private static final double MEGABYTE = 1024 * 1024;

  private final RunExecution run;
  private final Journal journal;
  private final Clock clock;
  private final LimitSettings most;
  private final Purpose purpose;
  private final AgentRuntime runtime;
  private final Meter meter;
  private final Silence silence;
  private final WrapUpRequest wrapUp;
  private final LimitWitness witness;
  private Optional<Reading> breach = Optional.empty();
  private Instant wrapUpAsked = Instant.MAX;
  private Instant silenceTold = Instant.MIN;

  TurnWatch(
      RunExecution run,
      Journal journal,
      Clock clock,
      LimitSettings most,
      Assignment assignment,
      Meter meter,
      TurnReport report,
      LimitWitness witness) {
    this.witness = witness;
    this.run = run;
    this.journal = journal;
    this.clock = clock;
    this.most = most;
    this.purpose = assignment.purpose();
    this.runtime = assignment.runtime();
    this.meter = meter;
    this.silence = new Silence(report.pulse(), clock.now());
    this.wrapUp = new WrapUpRequest(run.directory());
    wrapUp.clear();
  }

  public void look() {
    if (breach.isPresent()) {
      return;
    }
    Instant now = clock.now();
    List<Reading> readings = meter.readings(now);
    readings.stream().filter(Reading::isReached).findFirst().ifPresent(this::breach);
    if (breach.isEmpty()) {
      askToWrapUp(readings, now);
      listen(now);
    }
  }

  /** All processes of the agent together use more memory than they may. */
  public void outOfMemory(long mostBytes, long usedBytes) {
    if (breach.isEmpty()) {
      breach(new Reading(Limit.MEMORY, mostBytes / MEGABYTE, usedBytes / MEGABYTE));
    }
  }

  /** Whether the agent has to be stopped. */
  public boolean isBreached() {
    return breach.isPresent();
  }

  /** The agent is gone: the limit that it was stopped at, with what was used of it in the end. */
  public Optional<Reading> atTheEnd() {
    Optional<Reading> last =
        breach.map(
            first ->
                meter.readings(clock.now()).stream()
                    .filter(reading -> reading.limit() == first.limit())
                    .filter(reading -> reading.actual() >= first.actual())
                    .findFirst()
                    .orElse(first));
    last.ifPresent(
        reading -> tell(EventType.LIMIT, "stopped: " + reading.sentence(), reading.details()));
    return last;
  }

  private void breach(Reading reading) {
    breach = Optional.of(reading);
    witness.hit(reading.limit());
    tell(
        EventType.LIMIT,
        "limit reached, the agent is stopped: " + reading.sentence(),
        reading.details());
  }

  private void askToWrapUp(List<Reading> readings, Instant now) {
    if (wrapUpAsked.isBefore(Instant.MAX) || !runtime.asksHooks()) {
      return;
    }
    readings.stream()
        .filter(reading -> reading.isNear(most.wrapUpPercent()))
        .findFirst()
        .ifPresent(
            near -> {
              wrapUpAsked = now;
              wrapUp.write(near, purpose);
              tell(
                  EventType.LIMIT,
                  "the agent is asked to come to its end: " + near.left(),
                  near.details());
            });
  }

  private void listen(Instant now) {
    silence.look(now);
    boolean isTold = !silence.since().isAfter(silenceTold);
    if (isTold || silence.lasting(now).compareTo(most.silence()) < 0) {
      return;
    }
    silenceTold = now;
    tell(
        EventType.NOTICE,
        "stuck: nothing new for %d s; %s"
            .formatted(silence.lasting(now).toSeconds(), silence.cause()),
        Map.of("silentSeconds", silence.lasting(now).toSeconds()));
    if (most.whenSilent() == WhenSilent.STOP) {
      double seconds = silence.lasting(now).toMillis() / 1e3;
      breach(new Reading(Limit.SILENCE, most.silenceSeconds(), seconds));
    }
  }

  private void tell(EventType type, String text, Map<String, ?> details) {
    journal.tell(run.claim(), type, text, details);
  }
}
