package drover.dispatch;

import drover.ledger.OpenRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the gates look at when several runs are looked at together: read once, and then kept up with
 * those that are admitted. Belongs to one thread.
 */
public final class Situation {
  private final Instant now;
  private final KillSwitch.Standing killSwitch;
  private final List<OpenRun> open;
  private final Set<String> atWork;
  private final Set<String> here;
  private final Map<String, Integer> atWorkOfJob = new HashMap<>();
  private final List<OpenRun> begun = new ArrayList<>();
  private final Set<Kind> shut = new HashSet<>();
  private final Map<String, Optional<String>> answers = new HashMap<>();

  /**
   * @param open all runs that have not ended and that servers continue
   * @param atWork ids of those that somebody executes
   * @param here ids of those that this instance executes
   */
  Situation(
      Instant now,
      KillSwitch.Standing killSwitch,
      List<OpenRun> open,
      Set<String> atWork,
      Set<String> here) {
    this.now = now;
    this.killSwitch = killSwitch;
    this.open = List.copyOf(open);
    this.atWork = new HashSet<>(atWork);
    this.here = new HashSet<>(here);
    for (OpenRun run : open) {
      if (isAtWork(run)) {
        atWorkOfJob.merge(run.job(), 1, Integer::sum);
      }
      if (isAtWork(run) || run.hasBegun()) {
        begun.add(run);
      }
    }
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

  /** Of this instance. */
  int countAtWork() {
    return here.size();
  }

  /** Of all instances. */
  long countAtWork(String job) {
    return atWorkOfJob.getOrDefault(job, 0);
  }

  /** Those that have begun and keep their repository for themselves, waiting or not. */
  List<OpenRun> begunOf(String job) {
    return begun.stream().filter(run -> run.job().equals(job)).toList();
  }

  /** What is the same for many runs is asked for once. */
  Optional<String> once(String question, Supplier<Optional<String>> answer) {
    return answers.computeIfAbsent(question, asked -> answer.get());
  }

  boolean isShutFor(OpenRun run) {
    return shut.contains(kind(run));
  }

  /** All runs of the same kind would be stopped by the same gate. */
  void shutFor(OpenRun run) {
    shut.add(kind(run));
  }

  private static Kind kind(OpenRun run) {
    return new Kind(run.job(), run.mode(), run.runtime(), run.hasBegun());
  }

  private record Kind(String job, String mode, String runtime, boolean begun) {}

  void began(OpenRun run) {
    here.add(run.id());
    if (atWork.add(run.id())) {
      atWorkOfJob.merge(run.job(), 1, Integer::sum);
    }
    begun.add(run);
  }
}
