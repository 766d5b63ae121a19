package drover.github.fake;

import drover.github.fake.FakeCheck.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** CI of a repository: what was scripted for its commits. */
public final class FakeCi {
  private final List<FakeCheck> checks = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final AtomicLong next = new AtomicLong(30_001);
  private Consumer<String> onFirstLook = commit -> {};

  /**
   * @param answers first to last: queued, in_progress or a conclusion; of a status or a deployment
   *     its states
   */
  public synchronized FakeCheck says(Kind kind, String commit, String name, String... answers) {
    FakeCheck made =
        new FakeCheck(
            kind, commit, name, next.getAndIncrement(), workflowOf(commit), List.of(answers));
    checks.add(made);
    return made;
  }

  /** All jobs of a commit belong to one workflow. */
  private static long workflowOf(String commit) {
    return 1_000_000 + Math.floorMod(commit.hashCode(), 1_000_000);
  }

  /** Is told a commit before somebody looks at it for the first time, and may script it. */
  public synchronized void onFirstLook(Consumer<String> script) {
    onFirstLook = script;
  }

  public synchronized List<FakeCheck> all() {
    return List.copyOf(checks);
  }

  synchronized List<FakeCheck> of(String commit, List<Kind> kinds) {
    if (!asked.contains(commit)) {
      asked.add(commit);
      onFirstLook.accept(commit);
    }
    return checks.stream()
        .filter(one -> one.commit.equals(commit) && kinds.contains(one.kind))
        .toList();
  }

  long nextId() {
    return next.getAndIncrement();
  }
}
