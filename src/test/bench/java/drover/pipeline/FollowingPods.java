package drover.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import drover.bench.FollowingInNode;
import drover.bench.PodCluster;
import drover.run.RunExecution;
import drover.turn.Assignment;
import drover.workspace.FileTree;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The executor of a cluster with many turns, each of which has an agent that says two lines a
 * second: what following them costs the process, how soon one more has its Job meanwhile, and what
 * the API server is asked for it. The API server is a stand-in in another process.
 *
 * <p>Started by {@code src/test/bench/following-pods [runs]}.
 */
public final class FollowingPods {
  private static final int FEW = 10;
  private static final int MORE = 100;
  private static final int MOST_MEGABYTES = 150;
  private static final double MOST_CORES = 0.5;
  private static final int P50_MILLIS = 50;
  private static final int P99_MILLIS = 250;
  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private final PodCluster cluster;
  private final AgentBench agents;
  private final ClusterBench factory;
  private final int runs;
  private int begun;

  private FollowingPods(PodCluster cluster, AgentBench agents, ClusterBench factory, int runs) {
    this.cluster = cluster;
    this.agents = agents;
    this.factory = factory;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    Path folder = Files.createTempDirectory("following-pods");
    int status = 2;
    try {
      PodCluster cluster = PodCluster.start(folder); // it ends with this process
      AgentBench agents = AgentBench.in(Files.createDirectory(folder.resolve("data")));
      ClusterBench factory =
          ClusterBench.inRealTime(
              agents,
              client(cluster.kubeconfig()),
              Map.of("DROVER_KUBERNETES_REQUESTS_PER_SECOND", "200"));
      status = new FollowingPods(cluster, agents, factory, runs).measure();
    } catch (Exception e) {
      System.err.println("following-pods: " + e);
    } finally {
      FileTree.delete(folder);
      Runtime.getRuntime().halt(status); // the turns never end
    }
  }

  private static NamespacedKubernetesClient client(Path kubeconfig) {
    Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile())).build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .build()
        .adapt(NamespacedKubernetesClient.class);
  }

  /** 0: all targets are met. */
  private int measure() throws Exception {
    System.out.printf("%d turns, JDK %s, %s%n", runs, Runtime.version().feature(), load());
    cluster.talk();
    Optional<FollowingInNode> peer = FollowingInNode.measure(cluster, runs, Duration.ofSeconds(15));
    System.out.printf(
        "Node, which only parses the same: %s, %s%n",
        peer.map(FollowingInNode::toString).orElse("not on this machine"), load());
    Resources idle = idle();
    Begun few = begin(FEW, BETWEEN);
    begin(runs - begun, Duration.ofMillis(20));
    TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
    boolean isCheap = tellCosts(idle);
    Begun many = begin(MORE, BETWEEN);
    System.out.printf(
        "taken on -> Job made, %d turns in flight: p50 %d ms (at most %d), p99 %d ms (at most %d), %s%n",
        runs, many.percentile(50), P50_MILLIS, many.percentile(99), P99_MILLIS, load());
    System.out.printf("API requests a turn, %d in flight: %s%n", FEW, few.requests());
    System.out.printf("API requests a turn, %d in flight: %s%n", runs, many.requests());
    boolean isQuick = many.percentile(50) <= P50_MILLIS && many.percentile(99) <= P99_MILLIS;
    return isCheap && isQuick && few.requests().equals(many.requests()) ? 0 : 1;
  }

  /** After the first few turns, so that what is loaded once is there. */
  private Resources idle() throws Exception {
    begin(FEW, BETWEEN);
    TimeUnit.SECONDS.sleep(10);
    Resources idle = Resources.now();
    System.out.printf("%d turns: %s%n", begun, idle);
    return idle;
  }

  private boolean tellCosts(Resources idle) throws Exception {
    long lines = cluster.figures().path("lines").asLong();
    Resources before = Resources.now();
    long since = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(LENGTH.toMillis());
    double seconds = (System.nanoTime() - since) / 1e9;
    Resources after = Resources.now();
    double perSecond = (cluster.figures().path("lines").asLong() - lines) / seconds;
    double cores = (after.cpuSeconds() - before.cpuSeconds()) / seconds;
    long more = after.residentMegabytes() - idle.residentMegabytes();
    System.out.printf("%d turns: %s%n", begun, after);
    System.out.printf(
        "following %d turns, %.0f lines a second: %d MB more (at most %d), %.2f cores (at most %.1f), %s%n",
        begun, perSecond, more, MOST_MEGABYTES, cores, MOST_CORES, load());
    return more <= MOST_MEGABYTES && cores <= MOST_CORES;
  }

  /**
   * Turns that were begun one after the other.
   *
   * @param millis from the acceptance of each to its Job, the quickest first
   * @param requests that the API server was asked for each, by kind
   */
  private record Begun(List<Long> millis, Map<String, Integer> requests) {
    long percentile(int percent) {
      return millis.get(Math.min(millis.size() - 1, millis.size() * percent / 100));
    }
  }

  private Begun begin(int count, Duration between) throws Exception {
    JsonNode before = cluster.figures().path("requests");
    Map<String, Long> since = new HashMap<>();
    for (int i = 0; i < count; i++) {
      long now = System.currentTimeMillis();
      RunExecution run = agents.beans().anotherRun("run-" + begun++);
      since.put(run.id(), now);
      Thread.ofVirtual().start(() -> factory.execute(run, endless(agents.work())));
      TimeUnit.MILLISECONDS.sleep(between.toMillis());
    }
    cluster.awaitFollowing(begun);
    JsonNode figures = cluster.figures();
    List<Long> millis =
        since.entrySet().stream()
            .map(
                entry ->
                    figures.path("jobsMadeAt").path(entry.getKey()).asLong() - entry.getValue())
            .sorted()
            .toList();
    return new Begun(millis, perTurn(before, figures.path("requests"), count));
  }

  /** So many agent turns that none of them comes to its limit. */
  private static Assignment endless(Assignment work) {
    return new Assignment(
        work.purpose(),
        work.runtime(),
        work.agent(),
        work.model(),
        1_000_000,
        work.permissionMode(),
        work.allowedTools(),
        work.directory(),
        work.prompt(),
        work.schema(),
        work.resume(),
        work.facts());
  }

  private static Map<String, Integer> perTurn(JsonNode before, JsonNode after, int count) {
    Map<String, Integer> asked = new TreeMap<>();
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

  private static String load() {
    return "load average %.1f"
        .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** What this process has and used. */
  private record Resources(
      long residentMegabytes, long liveMegabytes, int threads, double cpuSeconds) {
    static Resources now() throws IOException {
      double cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
      System.gc();
      long resident =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
              .findFirst()
              .orElseThrow();
      return new Resources(
          resident,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          cpu);
    }

    @Override
    public String toString() {
      return "%d MB resident, %d MB of heap, %d threads"
          .formatted(residentMegabytes, liveMegabytes, threads);
    }
  }
}
