package drover.crash;

import drover.crash.KilledJvm.Came;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A story as far as it was told. */
final class Told {
  private final Story story;
  private final Grounds grounds;
  private final Optional<Outside> outside;
  private final List<Came> lives = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final Fences fences = new Fences();

  /**
   * @param outside whom its factories ask; empty: nobody
   */
  Told(Story story, Grounds grounds, Optional<Outside> outside) {
    this.story = story;
    this.grounds = grounds;
    this.outside = outside;
  }

  Story story() {
    return story;
  }

  /** Every violation of an invariant, in words. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  boolean isRight() {
    return wrong.isEmpty();
  }

  int kills() {
    return (int) lives.stream().filter(Came::wasKilled).count();
  }

  Life nextLife() {
    return new Life(
        story,
        grounds.directory(),
        grounds.installation(),
        grounds.github(),
        grounds.kubeconfig(),
        lives.size());
  }

  void lived(Came came) {
    lives.add(came);
    if (came.broke()) {
      wrong.add("life %d %s %s".formatted(lives.size(), came.to(), came.detail()));
    } else {
      wrong.addAll(fences.wentBack(grounds));
    }
  }

  /** All fates are used up and the factory was left in peace once. */
  boolean isOver() {
    return lives.size() > story.fates().size() || !wrong.isEmpty();
  }

  void judge(Path temporary) {
    if (!isRight()) {
      return;
    }
    try (Aftermath aftermath = new Aftermath(story, grounds, lives.size(), temporary, outside)) {
      for (Invariant invariant : Invariants.ALL) {
        invariant
            .violations(aftermath)
            .forEach(what -> wrong.add(invariant.getClass().getSimpleName() + ": " + what));
      }
    }
  }

  void forget() {
    FileTrees.delete(grounds.directory());
  }

  @Override
  public String toString() {
    return story + " in " + grounds.directory() + "\n    " + String.join("\n    ", wrong);
  }
}
