package drover.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepObjectsTest {
  private static final String COMMIT = "2".repeat(40);
  private static final TurnSpec TURN = new Golden("turn-implement").before(TurnSpec.class);

  private final StepObjects objects = new StepObjects(Golden.SCRIPTS);

  @Test
  void pod_security_restricted_admits_checks_collection_and_delivery() {
    assertThat(Restricted.violations(checks())).isEmpty();
    assertThat(Restricted.violations(collection())).isEmpty();
    assertThat(Restricted.violations(delivery())).isEmpty();
  }

  @Test
  void checks_and_collection_hold_no_credential_and_cannot_write_the_volume() {
    for (List<HasMetadata> wanted : List.of(checks(), collection())) {
      assertThat(wanted).hasSize(1);
      assertThat(Golden.yaml(wanted)).doesNotContain("secret");
      all(pod(wanted)).forEach(StepObjectsTest::requireReadOnlyVolume);
    }
  }

  @Test
  void who_has_the_token_sees_no_volume_and_who_sees_the_volume_has_no_token() {
    PodSpec pod = pod(delivery());
    Container receive = pod.getInitContainers().getFirst();
    Container push = pod.getContainers().getFirst();
    assertThat(receive.getEnv()).noneMatch(variable -> variable.getValueFrom() != null);
    requireReadOnlyVolume(receive);
    assertThat(push.getVolumeMounts()).extracting(VolumeMount::getName).doesNotContain("workspace");
    assertThat(push.getEnv()).extracting("name").contains("DROVER_GIT_TOKEN");
    assertThat(Golden.yaml(List.of(delivery().getFirst()))).doesNotContain("planted");
  }

  @Test
  void each_check_is_a_container_of_its_own_in_its_order() {
    assertThat(all(pod(checks())))
        .extracting(Container::getName)
        .containsExactly("checkout", "check-1", "check-2", "render");
  }

  @Test
  void the_browser_has_shared_memory_and_the_arguments_are_no_part_of_its_program() {
    Container render = pod(checks()).getContainers().getFirst();
    assertThat(render.getVolumeMounts()).extracting("mountPath").contains("/dev/shm");
    assertThat(render.getCommand()).containsExactly("/bin/sh", "-c", "<render.sh>");
    assertThat(render.getArgs()).contains("chromium", "public/*.html", COMMIT);
  }

  @Test
  void an_evaluation_holds_no_credential_where_a_turn_has_laid_the_workspace() {
    List<HasMetadata> wanted = evaluation(Optional.empty());
    assertThat(wanted).hasSize(1);
    assertThat(Golden.yaml(wanted)).doesNotContain("secret");
    all(pod(wanted)).forEach(StepObjectsTest::requireReadOnlyVolume);
    assertThat(Restricted.violations(wanted)).isEmpty();
  }

  @Test
  void an_evaluation_without_a_turn_before_it_clones_and_only_its_clone_has_the_token() {
    List<HasMetadata> wanted = evaluation(Optional.of((Checkout.Workspace) TURN.checkout()));
    assertThat(all(pod(wanted)))
        .extracting(Container::getName)
        .containsExactly("clone", "checkout", "evaluate");
    assertThat(all(pod(wanted)))
        .filteredOn(one -> one.getEnv().stream().anyMatch(v -> v.getValueFrom() != null))
        .extracting(Container::getName)
        .containsExactly("clone");
    assertThat(Restricted.violations(wanted)).isEmpty();
  }

  @Test
  void the_policy_of_the_network_selects_every_pod() {
    for (List<HasMetadata> wanted :
        List.of(checks(), collection(), delivery(), evaluation(Optional.empty()))) {
      assertThat(((Job) wanted.getFirst()).getSpec().getTemplate().getMetadata().getLabels())
          .containsEntry(ClusterRun.AGENT, "publisher");
    }
  }

  private List<HasMetadata> checks() {
    return objects.of(
        new CheckSpec(
            TURN.run(),
            TURN.pod(),
            TURN.storage(),
            TURN.run().job("verify", 1, 3),
            new Checkout.Clean(COMMIT, "main", "1".repeat(40)),
            List.of(
                new CheckSpec.Command("./bin/build", Duration.ofMinutes(10)),
                new CheckSpec.Command("make test", Duration.ofMinutes(10))),
            Optional.of(
                new CheckSpec.Pages(
                    "chromium", List.of("public/*.html"), 5, 600_000, Duration.ofMinutes(10)))));
  }

  private List<HasMetadata> evaluation(Optional<Checkout.Workspace> workspace) {
    return objects.of(
        new EvaluationSpec(
            TURN.run(),
            TURN.pod(),
            TURN.storage(),
            TURN.run().job("evaluate", 1, 4),
            workspace,
            "home",
            new Checkout.Clean(COMMIT, "main", "1".repeat(40)),
            new CheckSpec.Command("./bin/evaluate --client \"$1\"", Duration.ofMinutes(30)),
            "acme.example"));
  }

  private List<HasMetadata> collection() {
    return objects.of(
        new CollectSpec(
            TURN.run(),
            TURN.pod(),
            TURN.storage(),
            TURN.run().job("collect", 1, 2),
            "agent/publisher-1",
            "1".repeat(40),
            7_000_000,
            Duration.ofMinutes(15)));
  }

  private List<HasMetadata> delivery() {
    return objects.of(
        new DeliverSpec(
            TURN.run(),
            TURN.pod(),
            TURN.storage(),
            TURN.run().job("deliver", 1, 5),
            new Source.Remote(
                "https://github.com/example/blog", Map.of("DROVER_GIT_TOKEN", "ghs_planted")),
            "agent/publisher-1",
            COMMIT,
            "",
            Duration.ofMinutes(20)));
  }

  private static PodSpec pod(List<HasMetadata> objects) {
    return ((Job) objects.getFirst()).getSpec().getTemplate().getSpec();
  }

  private static List<Container> all(PodSpec pod) {
    return java.util.stream.Stream.of(pod.getInitContainers(), pod.getContainers())
        .flatMap(List::stream)
        .toList();
  }

  private static void requireReadOnlyVolume(Container container) {
    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("workspace"))
        .allMatch(VolumeMount::getReadOnly);
  }
}
