package drover.afk;

import static org.assertj.core.api.Assertions.assertThat;

import drover.crash.InMemory;
import drover.npm.NeedsNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the label to the end of the run, through crashes and two servers that get in each other's
 * way. A seed that failed is lived again with {@code -Ddrover.afk.seed=N -Ddrover.afk.stories=1}.
 */
@NeedsNode
class AfkSimulationTest {
  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void whatever_falls_out_each_label_is_one_run_and_each_run_ends_as_it_must() throws IOException {
    long first = Long.getLong("drover.afk.seed", 1);
    int count = Integer.getInteger("drover.afk.stories", 12);
    try (AfkSimulation simulation = new AfkSimulation(folder.resolve("afk"))) {
      assertThat(simulation.problems(first, count)).isEmpty();
    }
  }
}
