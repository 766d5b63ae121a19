package drover.cluster.agenttask;

import drover.ledger.AuditTable;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs of other triggers that no AgentTask shows yet. One whose AgentTask was deleted is not shown
 * again; one that ended before anybody could make one is shown all the same. That a run was shown
 * is written down with it, so that a deletion while no server was there is one as well.
 */
final class Unshown {
  /** Whatever ends between two looks is found by the second one. */
  private static final int OVERLAP_SECONDS = 60;

  private static final String SHOW = "show";
  private static final String CANCEL = "cancel"; // as the command line calls it

  /**
   * @param toShow which no AgentTask has shown
   * @param deleted open ones whose AgentTask was deleted while nobody looked
   */
  record Found(List<RunRecord> toShow, List<RunRecord> deleted) {}

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
  synchronized Found among(Collection<RunRecord> open, Collection<AgentTask> tasks, Instant now) {
    List<RunRecord> recent =
        Stream.concat(open.stream(), ledger.read().fleet().endedSince(since).stream())
            .filter(run -> RunNames.askedBy(run).isEmpty())
            .toList();
    since = now.minusSeconds(OVERLAP_SECONDS);
    Set<String> shown =
        tasks.stream()
            .flatMap(task -> task.madeFor().stream())
            .collect(Collectors.toCollection(HashSet::new));
    // one that is just being cancelled ends soon, and then is shown as it ended
    recent.stream()
        .filter(run -> run.state().isEnded() || run.cancelRequestedAt().isEmpty())
        .map(RunRecord::id)
        .forEach(waiting::add);
    waiting.removeAll(shown);
    waiting.removeAll(shownOnce);
    Set<String> ids = recent.stream().map(RunRecord::id).collect(Collectors.toSet());
    shown.retainAll(ids);
    shown.stream().filter(shownOnce::add).forEach(run -> remember(run, now));
    shownOnce.retainAll(ids);
    return found();
  }

  private Found found() {
    List<RunRecord> toShow = new ArrayList<>();
    List<RunRecord> deleted = new ArrayList<>();
    for (String id : waiting.stream().sorted().toList()) {
      Optional<RunRecord> run = ledger.read().runs().find(id);
      boolean isEnded = run.filter(known -> known.state().isEnded()).isPresent();
      if (run.isEmpty() || isEnded && acts(id).contains(SHOW)) {
        waiting.remove(id);
      } else if (!isEnded && lastOf(id).equals(SHOW)) {
        deleted.add(run.get());
      } else {
        toShow.add(run.get());
      }
    }
    return new Found(toShow, deleted);
  }

  private void remember(String run, Instant now) {
    if (!lastOf(run).equals(SHOW)) {
      AuditTable.Entry entry = new AuditTable.Entry(now, "kubernetes", SHOW, run, "as AgentTask");
      ledger.write(
          tables -> {
            tables.audit().record(entry);
            return run;
          });
    }
  }

  /** One that was cancelled and is tried again may be shown again. */
  private String lastOf(String run) {
    List<String> acts = acts(run);
    return acts.isEmpty() ? "" : acts.getLast();
  }

  private List<String> acts(String run) {
    return ledger.read().audit().ofRun(run).stream()
        .map(AuditTable.Entry::what)
        .filter(what -> what.equals(SHOW) || what.equals(CANCEL))
        .toList();
  }
}
