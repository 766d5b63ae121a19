package drover.cluster.real;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;

/**
 * What the suite puts into a cluster beside what Drover does. All of it runs in an image with a
 * shell, git and coreutils, and Pod Security's "restricted" lets it in.
 *
 * @param namespace of the suite's own
 * @param image that has nothing else
 */
record Place(String namespace, String image) {
  static final int GIT_PORT = 9418;
  static final String GIT = "git";

  /** Exit status of the git server's pod where the image's git cannot serve. */
  static final int NO_DAEMON = 69;

  private static final Map<String, String> GIT_LABELS = Map.of("app", GIT);
  private static final long USER = 1001;

  Namespace itself() {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(namespace)
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .addToLabels("app.kubernetes.io/part-of", "drover-cluster-suite")
        .endMetadata()
        .build();
  }

  /** Where the pods find the repository. */
  String repository() {
    return "git://%s.%s.svc/site.git".formatted(GIT, namespace);
  }

  List<HasMetadata> gitServer() {
    PodSpec spec =
        spec(
            "git daemon --reuseaddr --export-all --enable=receive-pack --base-path=/work --port=%d /work"
                .formatted(GIT_PORT),
            """
            [ -x "$(git --exec-path)/git-daemon" ] || exit %d
            git init --quiet --bare /work/site.git
            git --git-dir=/work/site.git symbolic-ref HEAD refs/heads/main"""
                .formatted(NO_DAEMON));
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(GIT)
            .withNamespace(namespace)
            .withLabels(GIT_LABELS)
            .endMetadata()
            .withSpec(spec)
            .build();
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName(GIT)
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withSelector(GIT_LABELS)
            .addNewPort()
            .withPort(GIT_PORT)
            .endPort()
            .endSpec()
            .build();
    return List.of(pod, service);
  }

  /**
   * A pod that looks for the git server once, as an agent would: it succeeds if it gets there. It
   * waits a little first: networks take a while to know a new pod.
   *
   * @param address of the server, which is a private one
   */
  Pod visitor(String name, String address) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels("agents.kyle.pericak.com/agent", "visitor")
        .endMetadata()
        .withSpec(
            spec(
                "sleep 10; timeout 20 git ls-remote git://%s/site.git"
                    .formatted(address.contains(":") ? "[" + address + "]" : address),
                "true"))
        .build();
  }

  private PodSpec spec(String command, String before) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withTerminationGracePeriodSeconds(1L)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withInitContainers(container("first", before).build())
        .withContainers(container("main", command).build())
        .addNewVolume()
        .withName("work")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .build();
  }

  private ContainerBuilder container(String name, String command) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withCommand("sh", "-c", command)
        .addNewEnv()
        .withName("HOME")
        .withValue("/work")
        .endEnv()
        .withSecurityContext(nothingMore())
        .addNewVolumeMount()
        .withName("work")
        .withMountPath("/work")
        .endVolumeMount();
  }

  private static SecurityContext nothingMore() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .build();
  }
}
