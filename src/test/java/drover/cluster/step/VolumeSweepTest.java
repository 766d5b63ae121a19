package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.FakeCluster;
import drover.cluster.access.ClusterAccess;
import drover.cluster.launch.ClusterRun;
import drover.config.Configuration;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunState;
import drover.machine.Clock;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which volumes of runs go, and when. */
class VolumeSweepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");
  private static final Duration KEPT = Duration.ofHours(24);

  @TempDir private Path directory;
  private final FakeCluster cluster = new FakeCluster();
  private Ledger ledger;
  private VolumeSweep sweep;

  @BeforeEach
  void begin() throws IOException {
    ledger = Ledger.open(directory.resolve("data"));
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: nobody, namespace: agents}}]
        clusters: [{name: here, cluster: {server: "%s"}}]
        users: [{name: nobody, user: {}}]
        """
            .formatted(cluster.client().getMasterUrl()));
    ClusterAccess access =
        new ClusterAccess(
            Map.of("KUBECONFIG", kubeconfig.toString()),
            Configuration.load(Optional.empty(), Map.of()).settings().kubernetes());
    sweep = new VolumeSweep(access, ledger, new Still(), KEPT);
  }

  /** It is always the same moment. */
  private static final class Still implements Clock {
    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public void sleep(Duration duration) {}
  }

  @AfterEach
  void end() {
    ledger.close();
    cluster.close();
  }

  @Test
  void that_of_a_run_that_succeeded_goes_at_once() {
    volumeOf("r-done", RunState.SUCCEEDED, NOW);
    assertThat(sweep.due()).containsExactly("ws-r-done");
    sweep.due().forEach(sweep::delete);
    assertThat(sweep.due()).isEmpty();
  }

  @Test
  void that_of_a_run_that_failed_stays_for_its_time() {
    volumeOf("r-young", RunState.FAILED, NOW.minus(KEPT));
    volumeOf("r-old", RunState.FAILED, NOW.minus(KEPT).minusSeconds(1));
    assertThat(sweep.due()).containsExactly("ws-r-old");
  }

  @Test
  void those_of_runs_that_go_on_or_are_not_known_stay() {
    insert("r-open");
    claim("r-open");
    claim("r-of-another-ledger");
    assertThat(sweep.due()).isEmpty();
  }

  private void volumeOf(String run, RunState state, Instant at) {
    insert(run);
    ledger.write(
        tables -> {
          tables.runs().end(run, state, "delivered", "for the test", at);
          return run;
        });
    claim(run);
  }

  private void insert(String run) {
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      run,
                      "test",
                      run,
                      "digest",
                      "{}",
                      "publisher",
                      Optional.empty(),
                      "real",
                      "claude",
                      0,
                      Instant.EPOCH));
          return run;
        });
  }

  private void claim(String run) {
    cluster
        .client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("ws-" + run)
                .withNamespace(FakeCluster.NAMESPACE)
                .withLabels(
                    Map.of(ClusterRun.MANAGED_BY, ClusterRun.FACTORY, ClusterRun.PART, "workspace"))
                .withAnnotations(Map.of(ClusterRun.RUN, run))
                .endMetadata()
                .build())
        .create();
  }
}
