package drover.cli;

import drover.factory.Factory;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.wait.Vigil;
import java.time.Duration;

/**
 * A run in the foreground that waits: stays until it can go on by itself, somebody else has ended
 * it, or its watcher leaves.
 */
final class ParkedRun {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Factory factory;
  private final Surroundings surroundings;
  private final CommonOptions common;
  private volatile boolean left;

  ParkedRun(Factory factory, Surroundings surroundings, CommonOptions common) {
    this.factory = factory;
    this.surroundings = surroundings;
    this.common = common;
  }

  /** The watcher leaves; the run stays parked. */
  void leave() {
    left = true;
  }

  /** Whether the run is to be executed here once more; returns when that is known. */
  boolean awaitDue(String runId) {
    RunRecord run = find(runId);
    if (run.state().isEnded() || run.state() == RunState.WAITING && !Vigil.isFor(run)) {
      return false;
    }
    tell(run);
    Vigil vigil = factory.vigil(run);
    while (rest()) {
      RunRecord now = find(runId);
      boolean isWhereItWas = now.state() == RunState.WAITING && now.fence() == run.fence();
      if (!isWhereItWas) {
        return !now.state().isEnded(); // another command goes on with it, or went
      }
      if (vigil.isDue() || !now.waitingFor().equals(run.waitingFor())) {
        return true;
      }
    }
    return false;
  }

  /** People see it among the events. */
  private void tell(RunRecord run) {
    if (common.json() && run.state() == RunState.WAITING) {
      surroundings.complain(
          "drover: run %s waits for %s%s: %s"
              .formatted(
                  run.id(),
                  run.waitingFor().orElse("nothing"),
                  run.waitingUntil().map(until -> " until " + until).orElse(""),
                  Style.oneLine(run.reason().orElse("no reason recorded"), 400)));
    }
  }

  private boolean rest() {
    try {
      surroundings.clock().sleep(LOOK);
      return !left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private RunRecord find(String runId) {
    return factory.ledger().read().runs().find(runId).orElseThrow();
  }
}
