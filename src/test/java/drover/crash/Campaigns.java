package drover.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many seeds: a few share each process, and two processes are alive at a time. */
final class Campaigns {
  private static final int SEEDS_IN_A_PROCESS = 16;
  private static final int PROCESSES = 2;

  private Campaigns() {}

  /**
   * @param root of the project, packaged
   * @param directory for everything that is made
   */
  static List<Told> tell(Path root, Path directory, long firstSeed, int count) throws IOException {
    Campaign campaign = new Campaign(Build.of(root), directory.toRealPath());
    campaign.warmUp();
    try (ExecutorService processes = Executors.newFixedThreadPool(PROCESSES)) {
      List<Future<List<Told>>> parts = new ArrayList<>();
      for (long seed = firstSeed; seed < firstSeed + count; seed += SEEDS_IN_A_PROCESS) {
        long from = seed;
        int some = (int) Math.min(SEEDS_IN_A_PROCESS, firstSeed + count - seed);
        parts.add(processes.submit(() -> campaign.tell(from, some)));
      }
      List<Told> told = new ArrayList<>();
      for (Future<List<Told>> part : parts) {
        told.addAll(part.get());
      }
      return told;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  static List<Told> wrong(List<Told> told) {
    return told.stream().filter(each -> !each.isRight()).toList();
  }

  static String howToReplay(List<Told> told) {
    return wrong(told).stream()
        .findFirst()
        .map(each -> "replay with: src/test/bench/crash --seed " + each.story().seed())
        .orElse("");
  }
}
