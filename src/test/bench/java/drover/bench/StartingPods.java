package drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server whose runs go to a cluster: how soon a task has its Job after it was handed in, with all
 * that comes before (durable acceptance, dispatch, clean repository, branch, volume), and what the
 * API server is asked for each run. The repository is the sample of a rehearsal, so what git takes
 * is part of it; {@link drover.pipeline.FollowingPods} leaves that out.
 *
 * <p>Started by {@code src/test/bench/starting-pods [runs]}.
 */
public final class StartingPods {
  private static final int FEW = 10;
  private static final int MORE = 20;
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final String TOKEN = "token-of-the-bench";

  private final PodCluster cluster;
  private final HttpClient client;
  private final Path data;
  private final int runs;
  private int handedIn;

  private StartingPods(PodCluster cluster, HttpClient client, Path data, int runs) {
    this.cluster = cluster;
    this.client = client;
    this.data = data;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    Path folder = Files.createTempDirectory("starting-pods");
    try (PodCluster cluster = PodCluster.start(folder);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      new StartingPods(cluster, client, folder.resolve("data"), runs).measure();
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure() throws Exception {
    System.out.printf("%d runs, JDK %s, %s%n", runs, Runtime.version().feature(), load());
    cluster.talk();
    Served server = serve();
    try {
      hand(server, FEW, BETWEEN);
      cluster.awaitFollowing(handedIn);
      Map<String, Integer> few = perRun(() -> latencies(server, MORE), MORE);
      hand(server, runs - handedIn, Duration.ofMillis(100));
      cluster.awaitFollowing(handedIn);
      Map<String, Integer> many = perRun(() -> latencies(server, MORE), MORE);
      System.out.printf("API requests a run, %d in flight: %s%n", FEW, few);
      System.out.printf("API requests a run, %d in flight: %s%n", runs, many);
    } finally {
      server.process().destroyForcibly(); // its runs would be waited for
      server.process().waitFor();
    }
  }

  private interface Work {
    void act() throws Exception;
  }

  /** What the API server is asked for by one, of each kind. */
  private Map<String, Integer> perRun(Work work, int count) throws Exception {
    JsonNode before = cluster.figures().path("requests");
    work.act();
    JsonNode after = cluster.figures().path("requests");
    Map<String, Integer> asked = new HashMap<>();
    after
        .properties()
        .forEach(
            entry -> {
              int more = entry.getValue().asInt() - before.path(entry.getKey()).asInt();
              asked.put(entry.getKey(), Math.round(more / (float) count));
            });
    asked.values().removeIf(Integer.valueOf(0)::equals);
    return asked;
  }

  private void latencies(Served server, int count) throws Exception {
    int before = handedIn;
    Map<String, Long> handed = hand(server, count, BETWEEN);
    cluster.awaitFollowing(handedIn);
    JsonNode made = cluster.figures().path("jobsMadeAt");
    List<Long> millis =
        handed.entrySet().stream()
            .map(entry -> made.path(entry.getKey()).asLong() - entry.getValue())
            .sorted()
            .toList();
    System.out.printf(
        "task handed in -> Job made, %d runs in flight: p50 %d ms, p99 %d ms, %s%n",
        before, millis.get(millis.size() / 2), millis.get(millis.size() * 99 / 100), load());
  }

  /** When each was handed in, by the run. */
  private Map<String, Long> hand(Served server, int count, Duration between) throws Exception {
    Map<String, Long> handed = new HashMap<>();
    for (int i = 0; i < count; i++) {
      long now = System.currentTimeMillis();
      handed.put(post(server, handedIn++), now);
      TimeUnit.MILLISECONDS.sleep(between.toMillis());
    }
    return handed;
  }

  private Served serve() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String most = String.valueOf(2 * runs);
    Map<String, String> environment = new HashMap<>();
    environment.put("DROVER_HOME", data.toString());
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("AI_WEBHOOK_TOKEN", TOKEN);
    environment.put("DROVER_HTTP_HOST", "127.0.0.1");
    environment.put("DROVER_HTTP_PORT", String.valueOf(port));
    environment.put("DROVER_HTTP_MANAGEMENT_PORT", "0");
    environment.put("DROVER_DISPATCH_RUNS", most);
    environment.put("DROVER_JOBS_AGENT_CONCURRENCY", most);
    environment.put("DROVER_KUBERNETES_REQUESTS_PER_SECOND", "100");
    List<String> command = new ArrayList<>(List.of("./drover", "serve", "--rehearse"));
    Served server = Served.start(port, environment, command.toArray(String[]::new));
    while (status(server, "/webhook") == 404) {
      TimeUnit.MILLISECONDS.sleep(20); // the port listens before its doors are there
    }
    return server;
  }

  private int status(Served server, String door) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + door);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }

  private String post(Served server, int number) throws Exception {
    String task =
        """
        {"job":"agent","params":{"agent":"a"},"prompt":"n%d","executor":"kubernetes"}"""
            .formatted(number);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/webhook"))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(BodyPublishers.ofString(task))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("answered with " + answer.statusCode() + ": " + answer.body());
    }
    return answer.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
  }

  private static String load() {
    return "load average %.1f"
        .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
