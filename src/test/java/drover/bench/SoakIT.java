package drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A minute of what {@code src/test/bench/soak} does in an hour: finds what is left by each run. */
@Timeout(480)
class SoakIT {
  private static final int RUNS = 30;
  private static final int LOOKS = 12;
  private static final Duration LENGTH = Duration.ofMinutes(1);

  /** What a server warms up to in its first minute; a leak of one for each run is more. */
  private static final Soak.Tolerance WARMING_UP = new Soak.Tolerance(16, 12, 16);

  @TempDir private Path directory;

  @Test
  void runs_that_come_and_go_leave_neither_memory_nor_threads_nor_files_behind() throws Exception {
    Soak.Verdict seen =
        new Soak(directory.resolve("data"), RUNS, LENGTH, LOOKS, List.of("./drover")).measure();

    assertThat(seen.isFlat(WARMING_UP)).as(seen.sentence()).isTrue();
    assertThat(seen.ended()).as("runs that came and went").isGreaterThan(16);
  }
}
