package drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time of a whole {@code ./drover run publisher --rehearse}, from the start of the command to its
 * end, less what its agent says that it worked: start of Java and Camel, ledger, git, sandboxes,
 * starts of agents, checks, the branch. The first run, which makes the sample repository, is not
 * counted.
 *
 * <p>Started by {@code src/test/bench/a-rehearsal [runs]}.
 */
public final class ARehearsal {
  private static final int TARGET_MS = 3_000;

  private final Path folder;

  private ARehearsal(Path folder) {
    this.folder = folder;
  }

  private record Took(Duration whole, Duration agent) {
    long restMillis() {
      return whole.minus(agent).toMillis();
    }
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    Path folder = Files.createTempDirectory("a-rehearsal");
    System.out.printf("%d runs, JDK %s, %s%n", runs, Runtime.version().feature(), load());
    ARehearsal bench = new ARehearsal(folder);
    bench.rehearse();
    List<Took> took = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      took.add(bench.rehearse());
    }
    long rest = print("all but the agent", took.stream().map(Took::restMillis).toList());
    print("the agent's own time", took.stream().map(each -> each.agent().toMillis()).toList());
    System.out.printf("%-22s      %5d ms%n", "target", TARGET_MS);
    System.out.printf("%.2f of the target, %s%n", (double) rest / TARGET_MS, load());
    delete(folder);
  }

  private Took rehearse() throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    ProcessBuilder command =
        new ProcessBuilder("./drover", "run", "publisher", "A topic", "--rehearse", "--json")
            .redirectError(errors.toFile());
    command.environment().put("DROVER_HOME", folder.resolve("home").toString());
    command.environment().put("DROVER_REHEARSAL_PAUSE", "0");
    Instant begin = Instant.now();
    Process process = command.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    Duration whole = Duration.between(begin, Instant.now());
    if (status != 0) {
      throw new IllegalStateException("the rehearsal failed: " + Files.readString(errors));
    }
    long agent = 0;
    for (JsonNode turn : Json.tree(said).path("turns")) {
      agent += turn.path("durationMs").asLong();
    }
    return new Took(whole, Duration.ofMillis(agent));
  }

  /** Median and worst; gives back the median. */
  private static long print(String name, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    long median = sorted.get(sorted.size() / 2);
    System.out.printf("%-22s p50 %5d ms, worst %5d ms%n", name, median, sorted.getLast());
    return median;
  }

  private static String load() {
    return "load average %.2f"
        .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
