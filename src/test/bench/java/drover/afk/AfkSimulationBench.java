package drover.afk;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The simulation of {@code AfkSimulationTest}, thousands of seeds at a time: {@code [COUNT [FIRST
 * SEED]]}, or {@code --seed N} for one. Prints what does not hold, how many there were, and the
 * load.
 */
public final class AfkSimulationBench {
  private AfkSimulationBench() {}

  public static void main(String[] args) throws IOException {
    boolean isOne = args.length == 2 && args[0].equals("--seed");
    long first = isOne || args.length > 1 ? Long.parseLong(args[1]) : 1;
    int count = isOne ? 1 : args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    Path folder = Files.createTempDirectory("drover-afk-");
    Instant start = Instant.now();
    List<String> problems;
    try (AfkSimulation simulation = new AfkSimulation(folder.resolve("afk"))) {
      problems = simulation.problems(first, count);
    }
    problems.forEach(System.out::println);
    System.out.printf(
        "%d seeds, %d problems, %d s, load %.1f%n",
        count,
        problems.size(),
        Duration.between(start, Instant.now()).toSeconds(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.exit(problems.isEmpty() ? 0 : 1);
  }
}
