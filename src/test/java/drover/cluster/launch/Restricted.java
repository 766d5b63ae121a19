package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of the Pod Security Standards, profile "restricted" (which holds those of "baseline"),
 * as published under kubernetes.io/docs/concepts/security/pod-security-standards.
 */
public final class Restricted {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private final List<String> violations = new ArrayList<>();

  private Restricted() {}

  public static List<String> violations(List<HasMetadata> objects) {
    Restricted check = new Restricted();
    objects.stream()
        .filter(Job.class::isInstance)
        .map(Job.class::cast)
        .forEach(job -> check.pod(job.getSpec().getTemplate().getSpec()));
    return check.violations;
  }

  private void pod(PodSpec pod) {
    refuse("hostNetwork", isTrue(pod.getHostNetwork()));
    refuse("hostPID", isTrue(pod.getHostPID()));
    refuse("hostIPC", isTrue(pod.getHostIPC()));
    refuse("hostProcess", pod.getSecurityContext().getWindowsOptions() != null);
    refuse("sysctls", !pod.getSecurityContext().getSysctls().isEmpty());
    refuse("seLinux", pod.getSecurityContext().getSeLinuxOptions() != null);
    refuse("appArmor", pod.getSecurityContext().getAppArmorProfile() != null);
    pod.getVolumes().forEach(this::volume);
    Stream.of(pod.getContainers(), pod.getInitContainers())
        .flatMap(List::stream)
        .forEach(container -> container(pod, container));
    refuse("ephemeralContainers", !pod.getEphemeralContainers().isEmpty());
  }

  /** Every volume names one source, the others are absent. */
  private void volume(Volume volume) {
    Map<?, ?> told = Serialization.unmarshal(Serialization.asJson(volume), Map.class);
    Optional<String> source =
        told.keySet().stream().map(Object::toString).filter(key -> !key.equals("name")).findFirst();
    refuse("volume " + volume, source.filter(VOLUMES::contains).isEmpty());
  }

  private void container(PodSpec pod, Container container) {
    String name = container.getName() + ": ";
    SecurityContext own = container.getSecurityContext();
    refuse(name + "privileged", isTrue(own.getPrivileged()));
    refuse(name + "allowPrivilegeEscalation", !isFalse(own.getAllowPrivilegeEscalation()));
    refuse(name + "capabilities are not dropped", !own.getCapabilities().getDrop().contains("ALL"));
    refuse(
        name + "capabilities are added",
        own.getCapabilities().getAdd() != null
            && !Set.of("NET_BIND_SERVICE").containsAll(own.getCapabilities().getAdd()));
    refuse(name + "procMount", own.getProcMount() != null && !own.getProcMount().equals("Default"));
    refuse(name + "hostPort", container.getPorts().stream().anyMatch(p -> p.getHostPort() != null));
    Boolean nonRoot =
        Optional.ofNullable(own.getRunAsNonRoot())
            .orElse(pod.getSecurityContext().getRunAsNonRoot());
    refuse(name + "runAsNonRoot", !isTrue(nonRoot));
    Long user =
        Optional.ofNullable(own.getRunAsUser()).orElse(pod.getSecurityContext().getRunAsUser());
    refuse(name + "runAsUser", user != null && user == 0);
    var seccomp =
        Optional.ofNullable(own.getSeccompProfile())
            .orElse(pod.getSecurityContext().getSeccompProfile());
    refuse(
        name + "seccomp",
        seccomp == null || !Set.of("RuntimeDefault", "Localhost").contains(seccomp.getType()));
  }

  private void refuse(String rule, boolean broken) {
    if (broken) {
      violations.add(rule);
    }
  }

  private static boolean isTrue(Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static boolean isFalse(Boolean value) {
    return Boolean.FALSE.equals(value);
  }
}
