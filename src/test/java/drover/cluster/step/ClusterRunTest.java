package drover.cluster.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cluster.here.Image;
import drover.cluster.here.PodsHere;
import drover.config.Configuration;
import drover.factory.Factory;
import drover.factory.Site;
import drover.json.Json;
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
import java.nio.file.Files;
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
    start(image, "/nonexistent/browser");
  }

  private void start(Image image, String browser) throws IOException {
    assumeTrue(image.isThere(), () -> "this machine has no " + image);
    cluster = new PodsHere(folder.resolve("cluster"), image);
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("DROVER_REHEARSAL_PAUSE", "0");
    environment.put("DROVER_VERIFY_BROWSER", browser);
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
    assertThat(checkOf(run, "render").path("state").asText()).isEqualTo("skipped");
    assertThat(checkOf(run, "render").path("detail").asText())
        .startsWith("there is no /nonexistent/browser in the image drover-runtime");
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

  @Test
  void pages_are_opened_by_the_browser_of_the_image_and_the_last_picture_comes_back()
      throws IOException {
    Path browser = Path.of("/usr/lib/chromium/chromium");
    assumeTrue(Files.isExecutable(browser), "this machine has no chromium that pods may see");
    start(Image.COREUTILS, browser.toString());
    RunRecord run = execute("publisher", "About herding", Map.of());
    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    JsonNode render = checkOf(run, "render");
    assertThat(render.path("state").asText()).as("%s", render).isEqualTo("passed");
    assertThat(Path.of(render.path("artifact").asText())).isNotEmptyFile();
  }

  @Test
  void a_client_is_evaluated_in_pods_until_it_is_good_enough() throws IOException {
    start(Image.COREUTILS);
    RunRecord run = execute("onboard-client", "", Map.of("domain", "acme.example"));
    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(parts()).contains("evaluate");
    assertThat(results(run, "evaluate").getLast().path("accuracy").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void a_client_is_only_evaluated_by_one_pod_that_clones_for_itself() throws IOException {
    start(Image.COREUTILS);
    Map<String, String> params = Map.of("domain", "acme.example", "mode", "eval-only");
    RunRecord run = execute("onboard-client", "", params);
    assertThat(run.state()).as("%s", run.reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(parts()).containsExactly("evaluate");
    assertThat(results(run, "evaluate").getLast().path("cases").asInt()).isPositive();
  }

  private JsonNode checkOf(RunRecord run, String name) {
    for (JsonNode check : results(run, "verify").getLast().path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name);
  }

  private List<JsonNode> results(RunRecord run, String step) {
    return factory.ledger().read().steps().active(run.id()).stream()
        .filter(one -> one.name().equals(step))
        .map(one -> Json.tree(one.result().orElseThrow()).path("result"))
        .toList();
  }

  private RunRecord execute(String job, String prompt, Map<String, String> params) {
    TaskRequest request =
        new TaskRequest(
            job,
            Optional.of(prompt).filter(text -> !text.isEmpty()),
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
