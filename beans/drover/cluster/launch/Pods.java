package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all pods of runs have in common: one user without rights, a root that is only read, no token
 * of the cluster. Pod security "restricted" admits them.
 */
final class Pods {
  static final String WORKSPACE = "/workspace";
  static final String HOME = "/home/agent";
  static final String VOLUME = "/volume";
  private static final long USER = 1001;
  private static final String TEMPORARY = "tmp";
  private static final String KEPT = "workspace";

  private final PodSettings settings;
  private final Storage storage;

  Pods(PodSettings settings, Storage storage) {
    this.settings = settings;
    this.storage = storage;
  }

  /** Everything but containers; with the volumes that each of them may mount. */
  PodSpecBuilder pod() {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        // the pause container then reaps what a browser leaves behind
        .withShareProcessNamespace(true)
        .withSecurityContext(podSecurity())
        .withImagePullSecrets(
            settings.pullSecrets().stream().map(LocalObjectReference::new).toList())
        .withNodeSelector(
            settings.nodeSelector().isEmpty() ? Map.of() : new TreeMap<>(settings.nodeSelector()))
        .withTolerations(settings.tolerations())
        .withPriorityClassName(settings.priorityClass().orElse(null))
        .addToVolumes(kept(), emptyDir(TEMPORARY, settings.temporary()));
  }

  /** One that needs no more than sh, git and coreutils. */
  ContainerBuilder small(String name) {
    return container(name).withResources(smallResources()).addToEnv(git());
  }

  ContainerBuilder container(String name) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(settings.image())
        .withImagePullPolicy(settings.pullPolicy())
        .withSecurityContext(containerSecurity())
        .withResources(resources(settings.requests(), settings.limits()))
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .addToVolumeMounts(mount(TEMPORARY, "/tmp"));
  }

  /** The kept volume, all of it. */
  VolumeMount whole() {
    return mount(KEPT, VOLUME);
  }

  /** A folder of the run on the kept volume. */
  VolumeMount folder(String folder, String path) {
    return new VolumeMountBuilder(mount(KEPT, path)).withSubPath(folder).build();
  }

  static VolumeMount readOnly(VolumeMount mount) {
    return new VolumeMountBuilder(mount).withReadOnly(true).build();
  }

  static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }

  /** The folder of the run on the kept volume; empty: the volume is its own. */
  String prefix() {
    return storage instanceof Storage.Claim claim ? claim.folder() : "";
  }

  String within(String name) {
    return prefix().isEmpty() ? name : prefix() + "/" + name;
  }

  /**
   * The objects of the agent's repository, under the path where the working tree looks for them.
   */
  VolumeMount borrowedObjects() {
    String path = within("repo/.git/objects");
    return readOnly(folder(path, VOLUME + "/" + path));
  }

  /** Room for a working tree of which nothing stays. */
  Volume work(String name) {
    return new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir().build();
  }

  Volume sharedMemory() {
    return new VolumeBuilder(emptyDir("shm", settings.sharedMemory()))
        .editEmptyDir()
        .withMedium("Memory")
        .endEmptyDir()
        .build();
  }

  /** For a container that is not to see what the others write to theirs. */
  Volume ownTemporary(String name) {
    return emptyDir(name, settings.temporary());
  }

  Volume emptyDir(String name, String size) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(size))
        .endEmptyDir()
        .build();
  }

  /** In the order of names: the same run gives the same object. */
  static List<EnvVar> plain(Map<String, String> values) {
    List<EnvVar> variables = new ArrayList<>();
    new TreeMap<>(values)
        .forEach((name, value) -> variables.add(new EnvVar(name, Scripts.literal(value), null)));
    return variables;
  }

  static List<EnvVar> fromSecret(String secret, Set<String> names) {
    return names.stream()
        .sorted()
        .map(
            name ->
                new EnvVarBuilder()
                    .withName(name)
                    .withNewValueFrom()
                    .withNewSecretKeyRef(name, secret, null)
                    .endValueFrom()
                    .build())
        .toList();
  }

  static PodSpec with(PodSpecBuilder pod, List<Container> before, Container main) {
    return pod.withInitContainers(before).withContainers(main).build();
  }

  /** git asks nobody, and takes nothing of the image's configuration for granted. */
  static EnvVar[] git() {
    return plain(
            Map.of(
                "HOME", "/tmp",
                "LC_ALL", "C",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_LFS_SKIP_SMUDGE", "1"))
        .toArray(EnvVar[]::new);
  }

  private Volume kept() {
    return switch (storage) {
      case Storage.Claim claim ->
          new VolumeBuilder()
              .withName(KEPT)
              .withNewPersistentVolumeClaim(claim.claim(), null)
              .build();
      case Storage.PodOnly none ->
          new VolumeBuilder().withName(KEPT).withNewEmptyDir().endEmptyDir().build();
    };
  }

  private static PodSecurityContext podSecurity() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile(null, "RuntimeDefault")
        .build();
  }

  private static SecurityContext containerSecurity() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withCapabilities(new Capabilities(null, List.of("ALL")))
        .build();
  }

  private static ResourceRequirements smallResources() {
    return resources(Map.of("cpu", "50m", "memory", "128Mi"), Map.of("cpu", "1", "memory", "1Gi"));
  }

  private static ResourceRequirements resources(
      Map<String, String> requests, Map<String, String> limits) {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(requests))
        .withLimits(quantities(limits))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    new TreeMap<>(texts).forEach((name, text) -> quantities.put(name, new Quantity(text)));
    return quantities;
  }
}
