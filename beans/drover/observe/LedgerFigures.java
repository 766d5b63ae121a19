package drover.observe;

import drover.dispatch.KillSwitch;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.run.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures that stand in the ledger: read when somebody asks, at most once a second. */
public final class LedgerFigures {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final KillSwitch killSwitch;
  private final Clock clock;
  private Instant readAt = Instant.EPOCH;
  private Figures last = Figures.UNKNOWN;

  public LedgerFigures(Ledger ledger, KillSwitch killSwitch, Clock clock) {
    this.ledger = ledger;
    this.killSwitch = killSwitch;
    this.clock = clock;
  }

  /**
   * @param queued runs; not a number: the ledger cannot be read
   * @param waiting runs, by the word for what they wait for
   * @param undelivered messages, by channel
   */
  private record Figures(
      double queued, Map<String, Long> waiting, Map<String, Integer> undelivered) {
    static final Figures UNKNOWN = new Figures(Double.NaN, Map.of(), Map.of());
  }

  double queued() {
    return figures().queued();
  }

  double waiting(WaitingFor what) {
    Figures figures = figures();
    return Double.isNaN(figures.queued())
        ? Double.NaN
        : figures.waiting().getOrDefault(what.word(), 0L);
  }

  /** Messages that a channel was not told although it was tried. */
  double undelivered(String channel) {
    Figures figures = figures();
    return Double.isNaN(figures.queued())
        ? Double.NaN
        : figures.undelivered().getOrDefault(channel, 0);
  }

  /** 1 while nothing is dispatched because somebody said so, or the ledger cannot be read. */
  double paused() {
    return killSwitch.standing().paused() ? 1 : 0;
  }

  private synchronized Figures figures() {
    if (Duration.between(readAt, clock.now()).compareTo(FRESH) >= 0) {
      readAt = clock.now();
      last = read();
    }
    return last;
  }

  private Figures read() {
    try {
      List<OpenRun> open = ledger.read().openRuns().ofServers();
      return new Figures(
          open.stream().filter(run -> run.state() == RunState.QUEUED).count(),
          open.stream()
              .filter(run -> run.state() == RunState.WAITING)
              .collect(
                  Collectors.groupingBy(run -> run.waitingFor().orElse(""), Collectors.counting())),
          ledger.read().deliveries().undeliveredByChannel());
    } catch (RuntimeException e) { // "unknown" is an answer here; readiness says the rest
      return Figures.UNKNOWN;
    }
  }
}
