package drover.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code src/test/bench/crash}: as many seeds as one likes, or one again. */
public final class CrashBench {
  private static final int AT_ONCE = 200;

  private CrashBench() {}

  public static void main(String[] args) throws IOException {
    boolean replay = args.length == 2 && args[0].equals("--seed");
    long first = replay ? Long.parseLong(args[1]) : args.length > 1 ? Long.parseLong(args[1]) : 1;
    int count = replay ? 1 : args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    Instant start = Instant.now();
    int kills = 0;
    int wrong = 0;
    for (long seed = first; seed < first + count; seed += AT_ONCE) {
      int some = (int) Math.min(AT_ONCE, first + count - seed);
      Path directory = InMemory.directory();
      List<Told> told = Campaigns.tell(Path.of(""), directory, seed, some);
      Campaigns.wrong(told).forEach(System.out::println);
      kills += told.stream().mapToInt(Told::kills).sum();
      wrong += Campaigns.wrong(told).size();
      if (replay) {
        System.out.println(told.getFirst());
      }
      if (Campaigns.wrong(told).isEmpty()) {
        FileTrees.delete(directory);
      }
    }
    System.out.printf(
        "%d seeds, %d kills, %d wrong, %d s%n",
        count, kills, wrong, Duration.between(start, Instant.now()).toSeconds());
    System.exit(wrong == 0 ? 0 : 1);
  }
}
