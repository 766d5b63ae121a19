package drover.crash;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final int SEEDS = 208;

  @TempDir(factory = InMemory.class, cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void whateverIsKilledNothingIsLostOrDoneTwice() throws IOException {
    List<Told> told = Campaigns.tell(Path.of(""), directory, 1, SEEDS);

    assertThat(told).hasSize(SEEDS);
    assertThat(told.stream().mapToInt(Told::kills).sum())
        .as("kills: a point that is never reached proves nothing")
        .isGreaterThan(SEEDS / 2);
    assertThat(Campaigns.wrong(told)).as(Campaigns.howToReplay(told)).isEmpty();
  }
}
