package drover.crash;

import java.util.List;

/**
 * What a seed stands for: runs, and how the lives of their factory end, one after the other. After
 * the last fate the factory is left in peace.
 */
public record Story(long seed, List<StoryRun> runs, List<Fate> fates) {
  public Story {
    runs = List.copyOf(runs);
    fates = List.copyOf(fates);
  }

  /** Whether somebody cancels the first run at some time. */
  boolean cancelsFirstRun() {
    return fates.stream().anyMatch(Fate::cancels);
  }

  boolean isOnGithub() {
    return runs.stream().anyMatch(run -> run.told().isOnGithub());
  }

  boolean isInCluster() {
    return runs.stream().anyMatch(run -> run.told().isInCluster());
  }

  @Override
  public String toString() {
    return "seed " + seed + ": " + runs.stream().map(StoryRun::scenario).toList() + " " + fates;
  }
}
