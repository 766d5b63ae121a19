package drover.pipeline;

import drover.executor.LiveTurn;
import drover.executor.LocalExecutor;
import drover.machine.Running;
import drover.turn.AgentCommand;
import drover.turn.TurnFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets agents spend money and measures, from the moment in which one prints the call that crosses
 * its limit until nothing that it started is left; and how many calls it made beyond that one.
 *
 * <p>Started by {@code src/test/bench/stopping-at-a-limit [trials]}.
 */
public final class StoppingAtALimit {
  private static final Duration TARGET = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofMillis(700); // as shipped
  private static final int MOST_CALLS_OVER = 1;
  private static final String LIMITS = "drover: {limits: {turn-cost-usd: 0.3}}";

  /**
   * Calls the model every second, 0.10 USD each, so that the third call crosses the limit; with a
   * child in a session of its own, as a tool has one.
   */
  private static final String AGENT =
      """
      setsid sleep 1000 & echo $! >children
      n=0
      while [ $((n += 1)) -le 60 ]; do
        echo '{"type":"stream_event","event":{"type":"message_start","message":{"id":"m'$n'",\
      "model":"claude-sonnet-5-5","usage":{"input_tokens":0,"output_tokens":10000}}}}'
        [ $n -ne 3 ] || date +%s%3N >crossed
        sleep 1 & wait $!
      done
      """;

  private enum Manners {
    POLITE("trap 'exit 0' INT\n"),
    DEAF_TO_SIGINT("trap '' INT\ntrap 'exit 143' TERM\n"),
    RUDE("trap '' INT TERM\n");

    final String traps;

    Manners(String traps) {
      this.traps = traps;
    }
  }

  private record Trial(Duration stopping, int callsOver) {}

  private StoppingAtALimit() {}

  public static void main(String[] arguments) throws IOException {
    int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    boolean isMet = true;
    for (Manners manners : Manners.values()) {
      List<Trial> all = new ArrayList<>();
      for (int trial = 0; trial < trials; trial++) {
        all.add(trial(manners));
      }
      isMet &= report(manners, all);
    }
    System.out.printf(
        "target: no process left within %d ms, at most %d call over: %s; load average %.2f%n",
        TARGET.toMillis(),
        MOST_CALLS_OVER,
        isMet ? "met" : "MISSED",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.exit(isMet ? 0 : 1);
  }

  private static boolean report(Manners manners, List<Trial> trials) {
    List<Long> millis =
        new ArrayList<>(trials.stream().map(trial -> trial.stopping().toMillis()).toList());
    Collections.sort(millis);
    int over = trials.stream().mapToInt(Trial::callsOver).max().orElseThrow();
    System.out.printf(
        "%-15s %d trials: %5d ms median, %5d ms longest; at most %d calls over%n",
        manners.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
        millis.size(),
        millis.get(millis.size() / 2),
        millis.getLast(),
        over);
    return millis.getLast() <= TARGET.toMillis() && over <= MOST_CALLS_OVER;
  }

  private static Trial trial(Manners manners) throws IOException {
    Path folder = Files.createTempDirectory("stopping-at-a-limit");
    try (AgentBench bench = AgentBench.in(folder)) {
      AgentCommand agent = new ScriptedAgent(manners.traps + AGENT);
      LocalExecutor executor = bench.executor(agent, GRACE, LIMITS);
      LiveTurn live = executor.start(bench.beans().run, bench.work());
      bench.follow(live);
      TurnFacts facts = executor.end(live);
      executor.release(live);
      Path workspace = bench.workspace().directory();
      requireGone(workspace);
      Instant gone = bench.beans().clock.now();
      if (!facts.outcome().equals("over-budget")) {
        throw new IllegalStateException("the turn ended otherwise: " + facts.reason());
      }
      return new Trial(Duration.between(crossed(workspace), gone), callsOver(facts));
    } finally {
      delete(folder);
    }
  }

  private static Instant crossed(Path workspace) throws IOException {
    return Instant.ofEpochMilli(
        Long.parseLong(Files.readString(workspace.resolve("crossed")).strip()));
  }

  /** The third call, of 0.10 USD each, is the one that crosses. */
  private static int callsOver(TurnFacts facts) {
    return (int) Math.round(facts.costUsd() * 10) - 3;
  }

  private static void requireGone(Path workspace) throws IOException {
    long child = Long.parseLong(Files.readString(workspace.resolve("children")).strip());
    if (ProcessHandle.of(child).filter(Running::isRunning).isPresent()) {
      throw new IllegalStateException("the child in a session of its own is left: " + child);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
