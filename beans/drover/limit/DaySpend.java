package drover.limit;

import drover.ledger.Ledger;
import drover.ledger.SpendTable;
import drover.machine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;

/**
 * What was spent since midnight (UTC), for all turns that are live here. Every one of them asks
 * whenever it has spent more, and the ledger adds up the whole day for each answer: so an answer
 * holds for a while that is long beside the time it took, but never longer than {@link #LONGEST}.
 */
final class DaySpend {
  /** Less than the time in which an agent has to be gone that crossed a limit. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  /** The ledger is asked for a twentieth of the time at most, however many turns there are. */
  private static final int TIMES_AS_LONG = 20;

  private final Ledger ledger;
  private final Clock clock;
  private final Map<Whose, Known> known = new ConcurrentHashMap<>();

  DaySpend(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Of one job; all: of every job. Rehearsals have a budget of their own. */
  private sealed interface Whose {
    String mode();
  }

  private record All(String mode) implements Whose {}

  private record OfJob(String job, String mode) implements Whose {}

  /** USD of all runs of the mode. */
  double today(String mode, Instant now) {
    return of(new All(mode), now, table -> table.since(midnight(now), mode));
  }

  /** USD of the runs of one job. */
  double ofJob(String job, String mode, Instant now) {
    return of(new OfJob(job, mode), now, table -> table.ofJobSince(job, midnight(now), mode));
  }

  private double of(Whose whose, Instant now, ToDoubleFunction<SpendTable> question) {
    return known.computeIfAbsent(whose, first -> new Known()).at(now, question);
  }

  /** UTC. */
  private static Instant midnight(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS);
  }

  /** The last answer; for a moment it also does for those who come while it is asked for again. */
  private final class Known {
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Answer last = new Answer(0, Instant.MIN, Instant.MIN);

    double at(Instant now, ToDoubleFunction<SpendTable> question) {
      Answer known = last;
      if (known.day().equals(midnight(now)) && now.isBefore(endOf(known))) {
        return known.usd();
      }
      asking.lock();
      try {
        if (last.equals(known)) {
          last = ask(now, question);
        }
        return last.usd();
      } finally {
        asking.unlock();
      }
    }

    private Instant endOf(Answer known) {
      return asking.isLocked() ? known.until().plus(LONGEST) : known.until();
    }

    private Answer ask(Instant now, ToDoubleFunction<SpendTable> question) {
      Instant asked = clock.now();
      double usd = question.applyAsDouble(ledger.read().spend());
      Instant answered = clock.now();
      Duration lasting = Duration.between(asked, answered).multipliedBy(TIMES_AS_LONG);
      Duration most = lasting.compareTo(LONGEST) < 0 ? lasting : LONGEST;
      return new Answer(usd, midnight(now), answered.plus(most));
    }
  }

  private record Answer(double usd, Instant day, Instant until) {}
}
