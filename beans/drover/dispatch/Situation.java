package drover.dispatch;

import drover.ledger.OpenRun;
import drover.ledger.RunState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the gates look at when several runs are looked at together: read once, and then kept up with
 * those that are admitted. Belongs to one thread.
 */
public final class Situation {
  private final Instant now;
  private final KillSwitch.Standing killSwitch;
  private final List<OpenRun> open;
  private final Set<String> atWork;

  /**
   * @param open all runs that have not ended and that servers continue
   * @param atWork ids of those that somebody executes
   */
  Situation(Instant now, KillSwitch.Standing killSwitch, List<OpenRun> open, Set<String> atWork) {
    this.now = now;
    this.killSwitch = killSwitch;
    this.open = List.copyOf(open);
    this.atWork = new HashSet<>(atWork);
  }

  Instant now() {
    return now;
  }

  KillSwitch.Standing killSwitch() {
    return killSwitch;
  }

  List<OpenRun> open() {
    return open;
  }

  boolean isAtWork(OpenRun run) {
    return atWork.contains(run.id());
  }

  int countAtWork() {
    return atWork.size();
  }

  long countAtWork(String job) {
    return open.stream().filter(run -> run.job().equals(job)).filter(this::isAtWork).count();
  }

  /** Those that have begun and keep their repository for themselves, waiting or not. */
  List<OpenRun> begunOf(String job) {
    return open.stream()
        .filter(run -> run.job().equals(job))
        .filter(run -> isAtWork(run) || run.state() != RunState.QUEUED)
        .toList();
  }

  void began(OpenRun run) {
    atWork.add(run.id());
  }
}
