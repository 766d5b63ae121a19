package drover.crash;

import static org.assertj.core.api.Assertions.assertThat;

import drover.npm.NeedsNode;
import drover.sandbox.NeedsSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Life cycles of the factory, killed at every point and gone on with: nothing is lost, nothing is
 * done twice, nobody is left. {@code src/test/bench/crash} does the same for as many seeds as one
 * likes, and replays one.
 */
class CrashIT {
  private static final int SEEDS = 160;
  private static final int SEEDS_ON_GITHUB = 32;
  private static final int SEEDS_IN_A_CLUSTER = 4;

  @TempDir(factory = InMemory.class, cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void whateverIsKilledNothingIsLostOrDoneTwice() throws IOException {
    assertNothingIsWrong(1, SEEDS);
  }

  @Test
  @NeedsNode
  void whatIsDeliveredToGithubIsThereOnceWheneverItsFactoryIsKilled() throws IOException {
    assertNothingIsWrong(Stories.ON_GITHUB, SEEDS_ON_GITHUB);
  }

  @Test
  @NeedsSandbox
  void whatRunsInAClusterIsFoundAgainAndMadeOnceWheneverItsFactoryIsKilled() throws IOException {
    assertNothingIsWrong(Stories.IN_CLUSTER, SEEDS_IN_A_CLUSTER);
  }

  private void assertNothingIsWrong(long first, int seeds) throws IOException {
    List<Told> told = Campaigns.tell(Path.of(""), directory, first, seeds);

    assertThat(told).hasSize(seeds);
    assertThat(told.stream().mapToInt(Told::kills).sum())
        .as("kills: a point that is never reached proves nothing")
        .isGreaterThanOrEqualTo(seeds / 2);
    assertThat(Campaigns.wrong(told)).as(Campaigns.howToReplay(told)).isEmpty();
  }
}
