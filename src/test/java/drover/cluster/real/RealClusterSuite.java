package drover.cluster.real;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.launch.ClusterRun;
import drover.github.fake.GitCommand;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import drover.operate.StartedServer;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
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

  /** A network may take a while to know a new policy. */
  private static final int MOST_VISITS = 4;

  private static final String NO_GIT_SERVER =
      "the git of this image cannot serve repositories (git daemon): runs deliver to the factory";

  /** Seconds between two actions of an agent, so that something can happen to it. */
  private static final String PAUSE = "2";

  @TempDir private static Path directory;
  private static OwnNamespace cluster;
  private static Optional<LocalPortForward> git = Optional.empty();
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
    cluster.prepare();
    if (cluster.startGitServer()) {
      git = Optional.of(cluster.gitServerHere());
      pushSample(here(place));
      Files.writeString(
          directory.resolve(".gitconfig"),
          "[url \"git://127.0.0.1:%d/\"]\n  insteadOf = git://%s.%s.svc/\n"
              .formatted(git.get().getLocalPort(), Place.GIT, place.namespace()));
    }
    startServer();
  }

  private static void startServer() {
    server =
        StartedServer.in(
            directory,
            Map.of(
                "KUBECONFIG",
                System.getenv("KUBECONFIG"),
                "DROVER_KUBERNETES_AGENT_TASKS",
                "true",
                "DROVER_KUBERNETES_NAMESPACE",
                cluster.place.namespace(),
                "DROVER_KUBERNETES_IMAGE",
                cluster.place.image(),
                "DROVER_REHEARSAL_PAUSE",
                PAUSE));
  }

  @AfterAll
  static void end() throws IOException {
    try (OwnNamespace last = cluster) {
      if (git.isPresent()) {
        git.get().close();
      }
      System.out.println("the suite deletes its namespace");
    } finally {
      if (server != null) {
        server.close();
      }
    }
  }

  private static String here(Place place) {
    return place
        .repository()
        .replace(
            "git://%s.%s.svc/".formatted(Place.GIT, place.namespace()),
            "git://127.0.0.1:%d/".formatted(git.orElseThrow().getLocalPort()));
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
    throw new AssertionError("it did not come to pass: " + what + "\n" + cluster.account());
  }

  /** Where nobody serves a repository, the rehearsal brings one along. */
  private static void apply(String name, String agent, String more) {
    String repository = git.isPresent() ? "\n  repo: " + cluster.place.repository() : "";
    cluster.apply(
        """
        apiVersion: agents.kyle.pericak.com/v1alpha1
        kind: AgentTask
        metadata:
          name: %s
        spec:
          agent: %s
          prompt: Write about %s
          executor: kubernetes%s%s
        """
            .formatted(name, agent, name, repository, more));
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
        .as(() -> cluster.status(name, "message").orElse("no message") + cluster.account())
        .isEqualTo("Succeeded");
  }

  private static Pod awaitTurn() {
    return await(
        "a pod of the turn", () -> cluster.running(ClusterRun.PART, "turn").stream().findFirst());
  }

  private static List<TurnRecord> firstTurn(String task) {
    String run = cluster.status(task, "runId").orElseThrow();
    return server.ledger().read().turns().all(run).stream()
        .filter(turn -> turn.turn() == 1)
        .toList();
  }

  @Test
  @Order(1)
  void an_agent_task_is_done_by_pods_which_leave_no_credential_and_no_volume() {
    apply("tides", "publisher", "");
    awaitSuccess("tides");
    assertThat(cluster.status("tides", "branch")).isPresent();
    assertThat(cluster.left(Job.class)).contains(cluster.status("tides", "jobName").orElseThrow());
    assertThat(cluster.left(Secret.class)).isEmpty();
    assertThat(cluster.left(PersistentVolumeClaim.class)).isEmpty();
  }

  @Test
  @Order(2)
  void its_branch_is_pushed_by_a_pod() {
    Assumptions.assumeTrue(git.isPresent(), NO_GIT_SERVER);
    assertThat(GitCommand.run(directory, "ls-remote", here(cluster.place)))
        .contains("refs/heads/" + cluster.status("tides", "branch").orElseThrow());
  }

  @Test
  @Order(3)
  void a_turn_whose_pod_is_evicted_goes_on_in_another_pod_and_the_same_session() {
    apply("ebb", "publisher", "");
    assertThat(cluster.evict(awaitTurn())).isTrue();
    awaitSuccess("ebb");
    assertThat(firstTurn("ebb")).hasSizeGreaterThan(1);
    assertThat(firstTurn("ebb"))
        .extracting(TurnRecord::session)
        .containsOnly(firstTurn("ebb").getFirst().session());
  }

  @Test
  @Order(4)
  void a_server_that_stops_leaves_its_pods_and_finds_them_again() {
    apply("flood", "publisher", "");
    awaitTurn();
    server.close();
    startServer();
    awaitSuccess("flood");
    assertThat(firstTurn("flood")).hasSize(1);
  }

  @Test
  @Order(5)
  void a_run_whose_agent_task_is_deleted_is_cancelled_with_its_pods() {
    apply("neap", "publisher", "");
    awaitTurn();
    String run = await("a run", () -> cluster.status("neap", "runId"));
    cluster.delete("neap");
    await(
        "the end of the run",
        () -> server.ledger().read().runs().find(run).filter(now -> now.state().isEnded()));
    assertThat(server.ledger().read().runs().find(run).orElseThrow().state())
        .isEqualTo(RunState.CANCELLED);
    await(
        "the end of its pods",
        () -> Optional.of(run).filter(id -> cluster.running(ClusterRun.RUN, id).isEmpty()));
  }

  @Test
  @Order(6)
  void who_only_reads_shares_a_volume() {
    apply("spring", "journalist", "\n  readOnly: true");
    awaitSuccess("spring");
    assertThat(cluster.left(PersistentVolumeClaim.class)).contains("agent-workspace");
  }

  @Test
  @Order(7)
  void agents_reach_nothing_private() {
    Assumptions.assumeTrue(git.isPresent(), NO_GIT_SERVER);
    assertThat(cluster.isReached("visitor-before")).as("without a policy").isTrue();
    cluster.restrictAgents();
    boolean isEnforced = false;
    for (int visit = 1; visit <= MOST_VISITS && !isEnforced; visit++) {
      isEnforced = !cluster.isReached("visitor-" + visit);
    }
    Assumptions.assumeTrue(
        isEnforced,
        "this cluster's network does not enforce NetworkPolicies: agents there can reach private"
            + " addresses; install a network plugin that does, such as Calico or Cilium");
  }
}
