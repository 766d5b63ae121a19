package drover.afk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stories of consecutive seeds, one after the other, on two servers that outlive them. */
final class AfkSimulation implements AutoCloseable {
  private final AfkBench one;
  private final AfkBench other;

  AfkSimulation(Path folder) throws IOException {
    this.one = AfkBench.in(Files.createDirectories(folder));
    this.other = one.beside(folder);
    one.github.judgesNoMore();
  }

  /** What does not hold, each with its seed. */
  List<String> problems(long firstSeed, int count) {
    List<String> found = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      String name = "seed " + seed + ": ";
      new AfkStory(seed, one, other).live().forEach(problem -> found.add(name + problem));
    }
    one.github.violations().forEach(found::add);
    return found;
  }

  @Override
  public void close() {
    other.close();
    one.close();
    one.github.close();
  }
}
