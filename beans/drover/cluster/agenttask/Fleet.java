package drover.cluster.agenttask;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The AgentTasks of the cluster as they were last seen. A list of all of them is the truth; what
 * the watch hears in between, and what the API server answers to a change, makes it younger.
 */
public final class Fleet {
  private final Map<String, AgentTask> seen = new HashMap<>();
  private final Map<String, AgentTask> gone = new HashMap<>();

  /** What the last list brought and the watch has not told since. */
  private Set<String> unheard = new HashSet<>();

  private Hearing hearing = Hearing.NONE;
  private boolean isListed;

  /** Whether the watch tells what happens. */
  private enum Hearing {
    NONE,
    GOOD
  }

  /** The watch told that it is so. */
  synchronized void heard(AgentTask task) {
    unheard.remove(task.uid());
    put(task);
  }

  /** The watch told that it was deleted. */
  synchronized void heardOfTheEnd(AgentTask task) {
    unheard.remove(task.uid());
    remove(task);
  }

  /** It was read, or written, just now. */
  synchronized void put(AgentTask task) {
    seen.put(task.uid(), task);
    gone.remove(task.uid());
  }

  /** It is not there any more. */
  synchronized void remove(AgentTask task) {
    Optional.ofNullable(seen.remove(task.uid())).ifPresent(last -> gone.put(task.uid(), last));
  }

  /** All there are now. */
  synchronized void replace(List<AgentTask> all) {
    Map<String, AgentTask> now =
        all.stream().collect(Collectors.toMap(AgentTask::uid, task -> task));
    Set<String> news = new HashSet<>();
    now.values().stream().filter(this::isNews).map(AgentTask::uid).forEach(news::add);
    List<AgentTask> missing =
        seen.values().stream().filter(known -> !now.containsKey(known.uid())).toList();
    missing.stream().map(AgentTask::uid).forEach(news::add);
    hearing = isListed && unheard.isEmpty() ? Hearing.GOOD : Hearing.NONE;
    unheard = news;
    isListed = true;
    missing.forEach(this::remove);
    now.values().forEach(this::put);
  }

  private boolean isNews(AgentTask task) {
    AgentTask known = seen.get(task.uid());
    return known == null || !known.version().equals(task.version());
  }

  /** Whether the watch has to be begun, or begun again: it kept something to itself. */
  synchronized boolean isUnheard() {
    return hearing == Hearing.NONE;
  }

  /** Whether all of them were listed once; until then nobody knows what is missing. */
  synchronized boolean isKnown() {
    return isListed;
  }

  synchronized Collection<AgentTask> all() {
    return List.copyOf(seen.values());
  }

  /** Those that were there and were deleted, until {@link #forget} is told. */
  synchronized Collection<AgentTask> gone() {
    return List.copyOf(gone.values());
  }

  synchronized void forget(String uid) {
    gone.remove(uid);
  }
}
