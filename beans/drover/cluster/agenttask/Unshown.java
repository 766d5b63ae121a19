package drover.cluster.agenttask;

import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs of other triggers that no AgentTask shows yet. One whose AgentTask was deleted is not shown
 * again; one that ended before anybody could make one is shown all the same.
 */
final class Unshown {
  /** Whatever ends between two looks is found by the second one. */
  private static final int OVERLAP_SECONDS = 60;

  private final Ledger ledger;
  private final Set<String> shownOnce = new HashSet<>();
  private final Set<String> waiting = new HashSet<>();
  private Instant since;

  Unshown(Ledger ledger, Instant since) {
    this.ledger = ledger;
    this.since = since;
  }

  /**
   * @param open all runs that have not ended
   * @param tasks that are there, or were
   */
  synchronized List<RunRecord> among(
      Collection<RunRecord> open, Collection<AgentTask> tasks, Instant now) {
    List<RunRecord> recent =
        Stream.concat(open.stream(), ledger.read().fleet().endedSince(since).stream())
            .filter(run -> RunNames.askedBy(run).isEmpty())
            .toList();
    since = now.minusSeconds(OVERLAP_SECONDS);
    Set<String> shown =
        tasks.stream().flatMap(task -> task.madeFor().stream()).collect(Collectors.toSet());
    // one that is just being cancelled ends soon, and then is shown as it ended
    recent.stream()
        .filter(run -> run.state().isEnded() || run.cancelRequestedAt().isEmpty())
        .map(RunRecord::id)
        .forEach(waiting::add);
    waiting.removeAll(shown);
    waiting.removeAll(shownOnce);
    shownOnce.addAll(shown);
    shownOnce.retainAll(recent.stream().map(RunRecord::id).toList());
    return waiting.stream()
        .sorted()
        .flatMap(run -> ledger.read().runs().find(run).stream())
        .toList();
  }
}
