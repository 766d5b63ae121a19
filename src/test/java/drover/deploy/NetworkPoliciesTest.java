package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import drover.machine.NeedsPrograms;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches whom in a cluster. */
@NeedsPrograms({"kubectl"})
class NetworkPoliciesTest {
  private static final Manifests BASE = Manifests.of("base");
  private static final Manifests PRODUCTION = Manifests.of("overlays/production");
  private static final Map<String, String> CONTROLLER =
      Map.of("app.kubernetes.io/name", "drover", "app.kubernetes.io/component", "controller");

  @Test
  void what_no_policy_names_reaches_nobody_and_is_reached_by_nobody() {
    var spec = BASE.one(NetworkPolicy.class, "default-deny").getSpec();
    assertThat(spec.getPodSelector().getMatchLabels()).isNullOrEmpty();
    assertThat(spec.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
    assertThat(spec.getIngress()).isEmpty();
    assertThat(spec.getEgress()).isEmpty();
  }

  @Test
  void nobody_reaches_an_agent() {
    var spec = BASE.one(NetworkPolicy.class, "agents").getSpec();
    assertThat(spec.getPolicyTypes()).contains("Ingress");
    assertThat(spec.getIngress()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.96.0.1",
        "172.16.5.4",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "127.0.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "198.18.0.1",
        "224.0.0.1",
        "::1",
        "fd00::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001::1"
      })
  void an_agent_reaches_no_private_address(String address) {
    Egress egress = new Egress(BASE.one(NetworkPolicy.class, "agents"));
    assertThat(List.of(53, 80, 443, 6443, 8080)).noneMatch(port -> egress.admits(address, port));
  }

  @Test
  void an_agent_reaches_public_hosts_on_the_ports_of_the_web() {
    Egress egress = new Egress(BASE.one(NetworkPolicy.class, "agents"));
    assertThat(List.of("140.82.112.3", "172.15.0.1", "172.32.0.1", "2606:50c0:8000::153"))
        .allMatch(address -> egress.admits(address, 443) && egress.admits(address, 80))
        .noneMatch(address -> egress.admits(address, 22) || egress.admits(address, 5432));
  }

  @Test
  void the_metadata_service_is_out_of_reach_of_the_controller_too() {
    assertThat(PRODUCTION.all(NetworkPolicy.class))
        .filteredOn(it -> it.getMetadata().getName().startsWith("controller"))
        .hasSize(3)
        .noneMatch(
            it -> List.of(80, 443, 6443, 5432).stream().anyMatch(port -> metadata(it, port)));
  }

  private static boolean metadata(NetworkPolicy policy, int port) {
    return new Egress(policy).admits("169.254.169.254", port);
  }

  /** The originals' pods carried no labels, and their policy held for nobody. */
  @Test
  void the_policy_holds_for_every_pod_that_a_run_starts() throws IOException {
    var selector = BASE.one(NetworkPolicy.class, "agents").getSpec().getPodSelector();
    assertThat(selector.getMatchLabels()).isNullOrEmpty();
    List<PodTemplateSpec> pods = new ArrayList<>();
    for (Path file : goldenFiles()) {
      Manifests.read(Files.readString(file))
          .all(Job.class)
          .forEach(job -> pods.add(job.getSpec().getTemplate()));
    }

    assertThat(pods)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            pod ->
                assertThat(selector.getMatchExpressions())
                    .allSatisfy(
                        it -> {
                          assertThat(it.getOperator()).isEqualTo("Exists");
                          assertThat(pod.getMetadata().getLabels()).containsKey(it.getKey());
                        }))
        .noneMatch(
            pod -> pod.getMetadata().getLabels().entrySet().containsAll(CONTROLLER.entrySet()));
  }

  /** What runs become in a cluster, as the tests of {@code drover.cluster.launch} hold it. */
  private static List<Path> goldenFiles() throws IOException {
    try (Stream<Path> files = Files.list(Workbench.ROOT.resolve("src/test/resources/k8s"))) {
      return files.filter(file -> file.toString().endsWith(".after.yaml")).toList();
    }
  }
}
