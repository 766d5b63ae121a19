package drover.bench;

import drover.ledger.Ledger;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server with many runs in flight: nine of ten wait for a usage limit, the others are done from
 * the workspace to the report, and for each that ends another one comes. What the server needs is
 * looked at from outside, and has to stay as it is.
 *
 * <p>Started by {@code src/test/bench/soak [runs] [minutes]}.
 */
final class Soak {
  private static final String TOKEN = "token-of-the-bench";
  private static final int QUESTIONS = 150;

  private final Path data;
  private final int runs;
  private final Duration length;
  private final int looks;
  private final List<String> program;
  private int handedIn;

  /**
   * @param program that starts Drover, without the command
   */
  Soak(Path data, int runs, Duration length, int looks, List<String> program) {
    this.data = data;
    this.runs = runs;
    this.length = length;
    this.looks = looks;
    this.program = program;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    double minutes = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 60;
    Path folder = Files.createTempDirectory("soak");
    Duration length = Duration.ofMillis((long) (minutes * 60_000));
    Verdict verdict =
        new Soak(folder.resolve("data"), runs, length, 60, List.of("./drover")).measure();
    System.out.println(verdict.sentence());
    Folders.delete(folder);
    System.exit(verdict.isFlat() ? 0 : 1);
  }

  /** What may come on top without being a leak. */
  record Tolerance(int megabytes, int threads, int files) {}

  /**
   * What was seen.
   *
   * @param inFlight runs that had not ended at the end
   * @param ended how many ended while it was looked at
   */
  record Verdict(List<Sample> samples, int inFlight, int ended) {
    boolean isFlat() {
      return isFlat(new Tolerance(8, 4, 8));
    }

    boolean isFlat(Tolerance most) {
      return Trend.of(samples, Sample::liveBytes).isFlat((long) most.megabytes() << 20)
          && Trend.of(samples, Sample::threads).isFlat(most.threads())
          && Trend.of(samples, Sample::files).isFlat(most.files());
    }

    String sentence() {
      return "%d runs in flight, %d ended: memory %s bytes, threads %s, file handles %s: %s"
          .formatted(
              inFlight,
              ended,
              Trend.of(samples, Sample::liveBytes),
              Trend.of(samples, Sample::threads),
              Trend.of(samples, Sample::files),
              isFlat() ? "flat" : "NOT flat");
    }
  }

  Verdict measure() throws Exception {
    System.out.printf(
        "%d runs, %s, JDK %s, load average %.2f%n",
        runs,
        length,
        Runtime.version().feature(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    int waiting = runs - runs / 10;
    try (Served server = serve(waiting, "rate-limit");
        Ledger ledger = Ledger.open(data)) {
      fill(server, ledger, waiting);
      while (count(ledger, RunState.WAITING) < waiting) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    try (Served server = serve(8, "");
        Ledger ledger = Ledger.open(data)) {
      return look(server, ledger);
    }
  }

  private Verdict look(Served server, Ledger ledger) throws Exception {
    askOften(server);
    fill(server, ledger, runs);
    List<Sample> samples = new ArrayList<>();
    int ended = ledger.read().endedRuns().all().size();
    System.out.println("   time   live heap        RSS  threads  files     ended  ledger");
    Instant begin = Instant.now();
    for (int look = 1; look <= looks; look++) {
      Instant next = begin.plus(length.multipliedBy(look).dividedBy(looks));
      while (Instant.now().isBefore(next)) {
        fill(server, ledger, runs);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      Sample sample = Sample.of(server);
      samples.add(sample);
      System.out.printf(
          "%5d s  %7.1f MB  %6d MB  %7d  %5d  %8d  %3d MB%n",
          Duration.between(begin, Instant.now()).toSeconds(),
          sample.liveBytes() / 1e6,
          sample.rssMegabytes(),
          sample.threads(),
          sample.files(),
          ledger.read().endedRuns().all().size() - ended,
          Files.size(data.resolve("ledger.db")) >> 20);
    }
    System.out.println(
        "threads from the first look to the last: "
            + samples.getFirst().threadNames().changesTo(samples.getLast().threadNames()));
    return new Verdict(samples, open(ledger), ledger.read().endedRuns().all().size() - ended);
  }

  private void fill(Served server, Ledger ledger, int most) throws Exception {
    for (int open = open(ledger); open < most; open++) {
      post(server, handedIn++);
    }
  }

  private Served serve(int concurrency, String misbehaviour) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("DROVER_HOME", data.toString());
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.put("DROVER_HTTP_HOST", "127.0.0.1");
    environment.put("DROVER_HTTP_PORT", String.valueOf(port));
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_DISPATCH_RUNS", String.valueOf(concurrency));
    environment.put("DROVER_JOBS_AGENT_CONCURRENCY", String.valueOf(concurrency));
    environment.put("DROVER_VERIFY_BROWSER", "no-such-browser");
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_REHEARSAL_MISBEHAVE", misbehaviour);
    environment.put("DROVER_REHEARSAL_RESETS_IN", "86400");
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("serve", "--rehearse"));
    return Served.start(port, environment, command.toArray(String[]::new));
  }

  /** Each of the first requests is given a new worker; what is looked for are threads of runs. */
  private static void askOften(Served server) throws Exception {
    URI health = URI.create("http://127.0.0.1:" + server.port() + "/healthz");
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int n = 0; n < QUESTIONS; n++) {
        client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
      }
    }
  }

  private static void post(Served server, int number) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String task =
          "{\"job\":\"agent\",\"params\":{\"agent\":\"a\"},\"prompt\":\"n" + number + "\"}";
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
  }

  private static int count(Ledger ledger, RunState state) {
    return (int)
        ledger.read().openRuns().all().stream().filter(run -> run.state() == state).count();
  }

  private static int open(Ledger ledger) {
    return ledger.read().openRuns().all().size();
  }
}
