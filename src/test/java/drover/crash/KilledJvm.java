package drover.crash;

import drover.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Lets several lives happen in one process and kills it when all of them are over or at their
 * point.
 */
final class KilledJvm {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** What a life came to. */
  record Came(String to, String detail) {
    boolean wasKilled() {
      return to.equals("at");
    }

    boolean broke() {
      return !to.equals("at") && !to.equals("over");
    }
  }

  private final Build build;
  private final Path scratch;

  /**
   * @param scratch directory for plans, standard error and temporary files of the process
   */
  KilledJvm(Build build, Path scratch) {
    this.build = build;
    this.scratch = scratch;
  }

  /**
   * What each story came to, by its seed.
   *
   * @param sides whom the factories of a story ask, by its seed
   */
  Map<Long, Came> live(Lives plan, Map<Long, Outside> sides) throws IOException {
    Path file = Files.createTempFile(scratch, "plan-", ".json");
    Files.writeString(file, Json.write(plan));
    Path temporary = Files.createDirectories(scratch.resolve("tmp"));
    Path errors = scratch.resolve(file.getFileName() + ".err");
    Process process =
        new ProcessBuilder(build.java(temporary, FactoryUnderTest.class, file.toString()))
            .redirectError(errors.toFile())
            .start();
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(
                PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
    PrintStream tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    plan.lives().stream()
        .filter(life -> sides.containsKey(life.story().seed()))
        .forEach(
            life -> sides.get(life.story().seed()).begins(life, point -> tell(tell, life, point)));
    try {
      Map<Long, Came> came = listen(process, plan, sides);
      for (Life life : plan.lives()) {
        came.putIfAbsent(
            life.story().seed(), new Came("stuck", "; standard error: " + lastOf(errors)));
      }
      return came;
    } finally {
      late.cancel(false);
      process.destroyForcibly().onExit().join(); // SIGKILL
      sides.values().forEach(Outside::ends);
    }
  }

  private static void tell(PrintStream process, Life life, String point) {
    process.println("passed " + life.story().seed() + " " + point);
  }

  private static Map<Long, Came> listen(Process process, Lives plan, Map<Long, Outside> sides)
      throws IOException {
    Map<Long, Came> came = new HashMap<>();
    Set<Long> open = new HashSet<>();
    plan.lives().forEach(life -> open.add(life.story().seed()));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    while (!open.isEmpty()) {
      Optional<String> line = Optional.ofNullable(lines.readLine());
      if (line.isEmpty()) {
        return came;
      }
      String[] words = line.get().split(" ", 3);
      if (List.of("at", "over", "broke").contains(words[0])) {
        long seed = Long.parseLong(words[1]);
        came.put(seed, new Came(words[0], words.length > 2 ? words[2] : ""));
        open.remove(seed);
        Optional.ofNullable(sides.get(seed))
            .filter(side -> words[0].equals("at"))
            .ifPresent(Outside::isAtItsPoint);
      }
    }
    return came;
  }

  private static String lastOf(Path errors) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(errors, StandardCharsets.ISO_8859_1));
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }
}
