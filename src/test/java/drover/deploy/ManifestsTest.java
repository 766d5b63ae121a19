package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.cluster.access.ClusterRights;
import drover.cluster.launch.OfficialDescription;
import drover.config.Configuration;
import drover.machine.NeedsPrograms;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code k8s/} puts into a cluster. */
@NeedsPrograms({"kubectl"})
class ManifestsTest {
  private static final Manifests BASE = Manifests.of("base");
  private static final Manifests DEV = Manifests.of("overlays/dev");
  private static final Manifests PRODUCTION = Manifests.of("overlays/production");
  private static final Map<String, String> CONTROLLER =
      Map.of("app.kubernetes.io/name", "drover", "app.kubernetes.io/component", "controller");

  @Test
  void kubernetes_knows_every_field() {
    assertThat(List.of(BASE, DEV, PRODUCTION))
        .allSatisfy(manifests -> assertThat(manifests.objects()).hasSizeGreaterThan(12));
    assertThatThrownBy(
            () -> Manifests.read("{apiVersion: v1, kind: Secret, metadata: {name: x}, datum: {}}"))
        .hasStackTraceContaining("datum");
  }

  @Test
  void every_object_of_the_cluster_s_own_kinds_is_as_kubernetes_describes_it() {
    for (Manifests manifests : List.of(BASE, DEV, PRODUCTION)) {
      assertThat(OfficialDescription.violations(manifests.objects())).isEmpty();
    }
  }

  @Test
  void everything_is_in_one_namespace_that_admits_only_restricted_pods() {
    assertThat(PRODUCTION.objects())
        .filteredOn(it -> !(it instanceof Namespace) && !(it instanceof CustomResourceDefinition))
        .extracting(it -> it.getMetadata().getNamespace())
        .containsOnly("ai-agents");
    assertThat(PRODUCTION.one(Namespace.class, "ai-agents").getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
  }

  @Test
  void pod_security_restricted_admits_the_controller_too() {
    assertThat(List.of(BASE, DEV, PRODUCTION))
        .flatExtracting(Manifests::pods)
        .hasSize(3)
        .allSatisfy(ManifestsTest::assertRestricted);
  }

  /** The published rules of "restricted", and a root that cannot be written. */
  private static void assertRestricted(PodSpec pod) {
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getHostIPC()).isNull();
    assertThat(pod.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1001);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    for (Container container : pod.getContainers()) {
      var security = container.getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getPrivileged()).isNull();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(security.getCapabilities().getAdd()).isEmpty();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
      assertThat(container.getPorts()).allSatisfy(it -> assertThat(it.getHostPort()).isNull());
    }
  }

  @Test
  void only_the_controller_gets_a_token_of_the_api_server() {
    assertThat(BASE.all(ServiceAccount.class))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.getAutomountServiceAccountToken()).isFalse());
    assertThat(BASE.pods()).extracting(PodSpec::getAutomountServiceAccountToken).containsOnly(true);
    assertThat(BASE.all(ClusterRole.class)).isEmpty();
    assertThat(BASE.all(Role.class))
        .flatExtracting(Role::getRules)
        .allSatisfy(
            rule -> {
              assertThat(rule.getVerbs()).doesNotContain("*", "deletecollection", "escalate");
              assertThat(rule.getResources()).doesNotContain("*");
              if (rule.getResources().contains("secrets")) {
                assertThat(rule.getVerbs()).doesNotContain("list", "watch", "update", "patch");
              }
            });
  }

  /** What doctor asks for is what its routes and beans do. */
  @Test
  void the_controller_may_do_exactly_what_it_does() {
    assertThat(BASE.all(Role.class))
        .flatExtracting(Role::getRules)
        .flatExtracting(ManifestsTest::rights)
        .containsExactlyInAnyOrderElementsOf(ClusterRights.needed());
  }

  private static List<ClusterRights.Right> rights(PolicyRule rule) {
    List<ClusterRights.Right> rights = new ArrayList<>();
    for (String resource : rule.getResources()) {
      String[] parts = (resource + "/").split("/", -1);
      for (String verb : rule.getVerbs()) {
        String group = rule.getApiGroups().getFirst();
        rights.add(new ClusterRights.Right(group, parts[0], parts[1], verb));
      }
    }
    return rights;
  }

  @Test
  void all_that_is_for_the_controller_selects_the_controller() {
    Deployment deployment = PRODUCTION.one(Deployment.class, "drover");
    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(CONTROLLER);
    assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(CONTROLLER);
    assertThat(PRODUCTION.one(Service.class, "drover").getSpec().getSelector())
        .isEqualTo(CONTROLLER);
    assertThat(
            PRODUCTION
                .one(PodDisruptionBudget.class, "drover")
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .isEqualTo(CONTROLLER);
    assertThat(
            List.of("controller", "controller-to-api-server", "controller-to-database").stream()
                .map(name -> PRODUCTION.one(NetworkPolicy.class, name))
                .map(it -> it.getSpec().getPodSelector().getMatchLabels()))
        .allMatch(CONTROLLER::equals);
  }

  @Test
  void one_instance_on_one_file_is_never_two() {
    Deployment base = BASE.one(Deployment.class, "drover");
    assertThat(base.getSpec().getReplicas()).isOne();
    assertThat(base.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(BASE.all(PersistentVolumeClaim.class)).hasSize(1);
  }

  @Test
  void production_is_two_instances_on_a_database_of_which_one_always_stands() {
    Deployment production = PRODUCTION.one(Deployment.class, "drover");
    assertThat(production.getSpec().getReplicas()).isEqualTo(2);
    assertThat(production.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(PRODUCTION.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(production.getSpec().getTemplate().getSpec().getVolumes())
        .filteredOn(it -> it.getName().equals("data"))
        .allSatisfy(it -> assertThat(it.getPersistentVolumeClaim()).isNull())
        .allSatisfy(it -> assertThat(it.getEmptyDir()).isNotNull());
    assertThat(PRODUCTION.one(PodDisruptionBudget.class, "drover").getSpec().getMinAvailable())
        .extracting(it -> it.getIntVal())
        .isEqualTo(1);
  }

  @Test
  void dev_only_rehearses() {
    assertThat(DEV.pods().getFirst().getContainers().getFirst().getArgs())
        .containsExactly("serve", "--rehearse");
    assertThat(PRODUCTION.pods().getFirst().getContainers().getFirst().getArgs())
        .containsExactly("serve");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/production"})
  void the_controller_understands_its_configuration(String folder) {
    Path file = Manifests.K8S.resolve(folder).resolve("application.yaml");
    Map<String, String> environment =
        Manifests.of(folder).pods().getFirst().getContainers().getFirst().getEnv().stream()
            .collect(Collectors.toMap(EnvVar::getName, ManifestsTest::valueOf));

    Configuration configuration = Configuration.load(Optional.of(file), environment);

    assertThat(configuration.settings().http().port()).isEqualTo(8080);
    assertThat(configuration.settings().http().managementPort()).isEqualTo(9876);
  }

  /** What stands in the Secret is looked at by its shape only. */
  private static String valueOf(EnvVar variable) {
    String secret =
        variable.getName().matches(".*_(URL|HOST)") ? "https://service.example/x" : "secret";
    return Optional.ofNullable(variable.getValue()).orElse(secret);
  }

  @Test
  void the_quota_admits_the_controller_and_four_runs() {
    Map<String, Quantity> hard = BASE.one(ResourceQuota.class, "drover").getSpec().getHard();
    assertThat(bytes(hard.get("limits.memory")))
        .isGreaterThanOrEqualTo(4 * bytes(new Quantity("4Gi")) + bytes(new Quantity("1Gi")));
    assertThat(bytes(hard.get("limits.cpu"))).isGreaterThanOrEqualTo(4 * 2 + 1);
  }

  private static double bytes(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity).doubleValue();
  }

  @Test
  void no_secret_has_a_value_and_no_value_is_an_ordinary_variable() {
    assertThat(PRODUCTION.all(Secret.class))
        .hasSize(1)
        .allSatisfy(
            it -> {
              assertThat(it.getData()).isNullOrEmpty();
              assertThat(it.getStringData()).isNullOrEmpty();
            });
    assertThat(PRODUCTION.pods().getFirst().getContainers().getFirst().getEnv())
        .filteredOn(it -> it.getName().matches(".*(TOKEN|KEY|SECRET|PASSWORD|WEBHOOK_URL)"))
        .hasSizeGreaterThan(8)
        .allSatisfy(it -> assertThat(it.getValue()).isNull());
  }

  @Test
  void names_are_unique() {
    assertThat(PRODUCTION.objects()).extracting(ManifestsTest::name).doesNotHaveDuplicates();
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
