package drover.cluster.real;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.launch.ClusterRun;
import drover.github.fake.GitCommand;
import drover.ledger.TurnRecord;
import drover.operate.StartedServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drover on a real cluster, {@code mvn verify -Pcluster -Dcluster.image=...}: the one that {@code
 * KUBECONFIG} names, and an image that has a shell, git and coreutils. Agents are rehearsed.
 */
@TestMethodOrder(OrderAnnotation.class)
class RealClusterSuite {
  private static final int MOST_TRIES = 900;
  private static final long REST_NANOS = 1_000_000_000;
  private static final String EVICTION_PAUSE = "2";

  @TempDir private static Path directory;
  private static OwnNamespace cluster;
  private static LocalPortForward git;
  private static StartedServer server;

  @BeforeAll
  static void begin() throws IOException {
    String image = System.getProperty("cluster.image", "");
    if (image.isEmpty() || System.getenv("KUBECONFIG") == null) {
      throw new AssertionError(
          "name a cluster and an image: KUBECONFIG=... mvn verify -Pcluster -Dcluster.image=...");
    }
    Place place =
        new Place("drover-suite-" + Long.toString(Instant.now().getEpochSecond(), 36), image);
    cluster = new OwnNamespace(new KubernetesClientBuilder().build(), place);
    cluster.startGitServer();
    git = cluster.gitServerHere();
    pushSample(here(place));
    Files.writeString(
        directory.resolve(".gitconfig"),
        "[url \"git://127.0.0.1:%d/\"]\n  insteadOf = git://%s.%s.svc/\n"
            .formatted(git.getLocalPort(), Place.GIT, place.namespace()));
    server =
        StartedServer.in(
            directory,
            Map.of(
                "KUBECONFIG",
                System.getenv("KUBECONFIG"),
                "DROVER_KUBERNETES_AGENT_TASKS",
                "true",
                "DROVER_KUBERNETES_NAMESPACE",
                place.namespace(),
                "DROVER_KUBERNETES_IMAGE",
                image,
                "DROVER_REHEARSAL_PAUSE",
                EVICTION_PAUSE));
  }

  @AfterAll
  static void end() throws IOException {
    try (OwnNamespace last = cluster;
        LocalPortForward connection = git;
        StartedServer first = server) {
      System.out.println("the suite deletes its namespace");
    }
  }

  private static String here(Place place) {
    return place
        .repository()
        .replace(
            "git://%s.%s.svc/".formatted(Place.GIT, place.namespace()),
            "git://127.0.0.1:%d/".formatted(git.getLocalPort()));
  }

  private static void pushSample(String address) throws IOException {
    Path sample = Path.of("runtime-image/rehearsal/sample-blog");
    Path copy = Files.createDirectories(directory.resolve("sample"));
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(sample.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    GitCommand.run(copy, "init", "--quiet", "--initial-branch=main");
    GitCommand.run(copy, "add", "--all");
    GitCommand.run(copy, "commit", "--quiet", "-m", "A blog");
    GitCommand.run(copy, "push", "--quiet", address, "main");
  }

  private static <T> T await(String what, Supplier<Optional<T>> answer) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<T> now = answer.get();
      if (now.isPresent()) {
        return now.get();
      }
      LockSupport.parkNanos(REST_NANOS);
    }
    throw new AssertionError("it did not come to pass: " + what);
  }

  private static void apply(String name) {
    cluster.apply(
        """
        apiVersion: agents.kyle.pericak.com/v1alpha1
        kind: AgentTask
        metadata:
          name: %s
        spec:
          agent: publisher
          prompt: Write about %s
          repo: %s
          executor: kubernetes
        """
            .formatted(name, name, cluster.place.repository()));
  }

  private static void awaitSuccess(String name) {
    String phase =
        await(
            "the end of " + name,
            () ->
                cluster
                    .status(name, "phase")
                    .filter(word -> List.of("Succeeded", "Failed").contains(word)));
    assertThat(phase)
        .as(() -> cluster.status(name, "message").orElse("no message"))
        .isEqualTo("Succeeded");
  }

  @Test
  @Order(1)
  void an_agent_task_is_done_by_pods_and_its_branch_is_pushed() {
    apply("tides");
    awaitSuccess("tides");
    String branch = cluster.status("tides", "branch").orElseThrow();
    assertThat(cluster.status("tides", "jobName")).isPresent();
    assertThat(GitCommand.run(directory, "ls-remote", here(cluster.place)))
        .contains("refs/heads/" + branch);
  }

  @Test
  @Order(2)
  void a_turn_whose_pod_is_evicted_goes_on_in_another_pod_and_the_same_session() {
    apply("ebb");
    Pod pod =
        await(
            "a pod of the turn",
            () -> cluster.running(ClusterRun.PART, "turn").stream().findFirst());
    assertThat(cluster.evict(pod)).isTrue();
    awaitSuccess("ebb");
    String run = cluster.status("ebb", "runId").orElseThrow();
    List<TurnRecord> first =
        server.ledger().read().turns().all(run).stream().filter(turn -> turn.turn() == 1).toList();
    assertThat(first).hasSizeGreaterThan(1);
    assertThat(first).extracting(TurnRecord::session).containsOnly(first.getFirst().session());
  }

  @Test
  @Order(3)
  void agents_reach_nothing_private() {
    assertThat(cluster.isReached("visitor-before")).as("without a policy").isTrue();
    cluster.restrictAgents();
    Assumptions.assumeFalse(
        cluster.isReached("visitor-after"),
        "this cluster's network does not enforce NetworkPolicies: agents there can reach private"
            + " addresses; install a network plugin that does, such as Calico or Cilium");
  }
}
