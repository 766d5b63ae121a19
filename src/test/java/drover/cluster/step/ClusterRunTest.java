package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drover.cluster.here.Image;
import drover.cluster.here.PodsHere;
import drover.config.Configuration;
import drover.factory.Factory;
import drover.factory.Site;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.sandbox.NeedsSandbox;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose every pod is really run, with the programs and the agent that a pod would get. */
@NeedsSandbox
class ClusterRunTest {
  @TempDir Path folder;
  private PodsHere cluster;
  private Factory factory;

  private void start(Image image) throws IOException {
    assumeTrue(image.isThere(), () -> "this machine has no " + image);
    cluster = new PodsHere(folder.resolve("cluster"), image);
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_VERIFY_BROWSER", "/nonexistent/browser");
    Site site =
        new Site(
            environment, folder.resolve("data"), Path.of("").toAbsolutePath(), Optional.empty());
    factory = Factory.start(site, Configuration.load(Optional.empty(), environment));
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      factory.close();
      cluster.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Image.class)
  void a_rehearsal_needs_pods_and_in_them_a_shell_git_and_coreutils(Image image)
      throws IOException {
    start(image);
    RunRecord run = execute("publisher", "About herding", Map.of());
    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(parts()).contains("turn", "collect", "verify");
    assertThat(cluster.names(PersistentVolumeClaim.class)).as("deleted at once").isEmpty();
  }

  @Test
  void who_only_reads_shares_a_volume_and_leaves_it_as_it_was() throws IOException {
    start(Image.COREUTILS);
    RunRecord run = execute("journalist", "What is new?", Map.of("read-only", "true"));
    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(parts()).containsExactly("turn");
    assertThat(cluster.names(PersistentVolumeClaim.class)).containsExactly("agent-workspace");
  }

  private RunRecord execute(String job, String prompt, Map<String, String> params) {
    TaskRequest request =
        new TaskRequest(
            job,
            Optional.of(prompt),
            params,
            Optional.empty(),
            Optional.empty(),
            "kubernetes",
            Mode.REHEARSAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "cli",
            "test",
            "key-1",
            "tester",
            0,
            Optional.empty(),
            Optional.empty());
    String run = factory.accept(request).run();
    factory.execute(run);
    return factory.ledger().read().runs().find(run).orElseThrow();
  }

  private List<String> parts() {
    return cluster.made().stream()
        .map((Job job) -> job.getMetadata().getLabels().get("agents.kyle.pericak.com/part"))
        .distinct()
        .toList();
  }
}
