package drover.github.fake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An issue, and who put labels on it. */
public final class FakeIssue {
  /** An application of a label; GitHub shows an account that is gone as ghost. */
  record Labelled(long event, String actor, String label) {}

  public final int number;
  public String title;
  public String body = "";
  public boolean open = true;

  /** Nobody may say anything any more. */
  public boolean locked;

  /** What blocks it by GitHub's own dependencies. */
  public final List<FakeIssue> blockers = new ArrayList<>();

  final List<Labelled> events = new CopyOnWriteArrayList<>();
  private final Set<String> labels = new LinkedHashSet<>();
  private final FakeRepository repository;

  FakeIssue(FakeRepository repository, int number, String title) {
    this.repository = repository;
    this.number = number;
    this.title = title;
  }

  /** Somebody puts a label on; one that is there already stays, and nothing is said of it. */
  public synchronized FakeIssue label(String actor, String label) {
    if (labels.add(label)) {
      events.add(new Labelled(repository.nextEvent(), actor, label));
    }
    return this;
  }

  /** Somebody takes it off. */
  public synchronized boolean unlabel(String label) {
    return labels.remove(label);
  }

  public synchronized List<String> labels() {
    return List.copyOf(labels);
  }

  FakeRepository repository() {
    return repository;
  }
}
