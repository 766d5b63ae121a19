package drover.bench;

import drover.ledger.InstanceRecord;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs in flight, a server that is killed, and the next one: until it answers, and until it owns
 * all of them. Every second run is live, its agent silent; the others wait for a usage limit, and
 * have to be there as before. What the live ones do from then on is bound by the start of so many
 * agents.
 *
 * <p>Started by {@code src/test/bench/recovering-runs [runs]}.
 */
public final class RecoveringRuns {
  private static final int TARGET_MS = 5000;
  private static final String TOKEN = "token-of-the-bench";

  private final Path data;
  private final int runs;

  private RecoveringRuns(Path data, int runs) {
    this.data = data;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    Path folder = Files.createTempDirectory("recovering-runs");
    System.out.printf(
        "%d runs, JDK %s, load average %.2f%n",
        runs,
        Runtime.version().feature(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    new RecoveringRuns(folder.resolve("data"), runs).measure();
    Folders.delete(folder);
  }

  private void measure() throws Exception {
    serve("hang").close(); // leaves its archive of classes, as a server that is stopped does
    put("rate-limit", runs - runs / 2, RunState.WAITING);
    put("hang", runs / 2, RunState.RUNNING);
    Instant begin = Instant.now();
    try (Served server = serve("hang")) {
      long answers = Duration.between(begin, Instant.now()).toMillis();
      await(() -> owned() == runs / 2 && count(RunState.WAITING) == runs - runs / 2);
      long all = Duration.between(begin, Instant.now()).toMillis();
      System.out.printf("answers after                %6d ms%n", answers);
      System.out.printf("owns all that were live after %5d ms (target %d)%n", all, TARGET_MS);
      kill(server);
    }
  }

  /** Has so many runs begun, and kills the server when all of them are there. */
  private void put(String misbehaviour, int count, RunState state) throws Exception {
    int before = count(state);
    try (Served server = serve(misbehaviour);
        HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < count; i++) {
        String task = "{\"job\":\"agent\",\"params\":{\"agent\":\"a\"},\"prompt\":\"n" + i + "\"}";
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/webhook"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(task))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 201) {
          throw new IOException("answered with " + status);
        }
      }
      await(() -> count(state) >= before + count);
      kill(server);
    }
  }

  private static void kill(Served server) throws InterruptedException {
    server.process().destroyForcibly();
    server.process().waitFor();
  }

  private Served serve(String misbehaviour) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("DROVER_HOME", data.toString());
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.put("DROVER_HTTP_PORT", String.valueOf(port));
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_DISPATCH_RUNS", String.valueOf(runs));
    environment.put("DROVER_JOBS_AGENT_CONCURRENCY", String.valueOf(runs));
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_REHEARSAL_MISBEHAVE", misbehaviour);
    return Served.start(port, environment, "./drover", "serve", "--rehearse");
  }

  private int owned() {
    return read(
        ledger -> {
          Set<String> alive =
              ledger.read().instances().all().stream()
                  .filter(instance -> instance.role() == InstanceRole.SERVER)
                  .filter(instance -> !instance.process().isGoneFromThisHost())
                  .map(InstanceRecord::id)
                  .collect(Collectors.toSet());
          return (int)
              open(ledger).stream()
                  .filter(run -> run.owner().filter(alive::contains).isPresent())
                  .count();
        });
  }

  private int count(RunState state) {
    return read(ledger -> (int) open(ledger).stream().filter(run -> run.state() == state).count());
  }

  private static List<OpenRun> open(Ledger ledger) {
    return ledger.read().openRuns().ofServers();
  }

  private int read(java.util.function.ToIntFunction<Ledger> question) {
    try (Ledger ledger = Ledger.open(data)) {
      return question.applyAsInt(ledger);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
