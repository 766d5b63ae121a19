package drover.cluster.launch;

import drover.config.KubernetesSettings;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the pods of a run are made, as the operator wants it for its job.
 *
 * @param image what a turn runs in; clone, verify, collect and deliver need only sh, git and
 *     coreutils of it
 * @param pullPolicy Always, IfNotPresent or Never
 * @param pullSecrets names of Secrets for the registry
 * @param requests quantities by resource, {@code cpu} and {@code memory}
 * @param limits the same
 * @param temporary size limit of {@code /tmp}, a quantity
 * @param sharedMemory size of {@code /dev/shm}, a quantity
 * @param ttl how long an ended Job stays
 */
public record PodSettings(
    String image,
    String pullPolicy,
    List<String> pullSecrets,
    Map<String, String> requests,
    Map<String, String> limits,
    String temporary,
    String sharedMemory,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    Optional<String> priorityClass,
    Duration ttl) {
  public PodSettings {
    pullSecrets = List.copyOf(pullSecrets);
    tolerations = List.copyOf(tolerations);
  }

  /** As it is configured for a job. */
  public static PodSettings of(KubernetesSettings settings) {
    return new PodSettings(
        settings.image(),
        settings.imagePullPolicy().word(),
        settings.imagePullSecrets(),
        Map.of("cpu", settings.cpuRequest(), "memory", settings.memoryRequest()),
        Map.of("cpu", settings.cpuLimit(), "memory", settings.memoryLimit()),
        settings.temporarySize(),
        settings.sharedMemorySize(),
        settings.nodeSelector(),
        settings.tolerations().stream().map(PodSettings::toleration).toList(),
        Optional.of(settings.priorityClass()).filter(name -> !name.isEmpty()),
        settings.ttl());
  }

  private static Toleration toleration(KubernetesSettings.Toleration configured) {
    return new TolerationBuilder()
        .withKey(configured.key().orElse(null))
        .withOperator(configured.operator().orElse(null))
        .withValue(configured.value().orElse(null))
        .withEffect(configured.effect().orElse(null))
        .build();
  }
}
