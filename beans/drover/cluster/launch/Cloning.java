package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first container of a pod: it lays the workspace on its volume unless that is there, with a
 * credential that no other container sees.
 *
 * @param name of the Job
 * @param home folder of the volume that has to be there as well
 */
record Cloning(
    ClusterRun run, String part, String name, Checkout.Workspace workspace, String home) {
  private static final String SOURCE = "source";

  Container container(Pods pods, Scripts scripts) {
    ContainerBuilder clone =
        pods.small("clone")
            .withCommand(Scripts.command(scripts.layWorkspace()))
            .withArgs(
                Scripts.arguments(
                    "clone",
                    List.of(
                        pods.prefix(),
                        workspace.source().address(),
                        workspace.commit(),
                        workspace.base(),
                        workspace.baseCommit(),
                        workspace.generation(),
                        workspace.branch(),
                        workspace.identity(),
                        home)))
            .addAllToEnv(Pods.fromSecret(name, secrets().keySet()))
            .addToVolumeMounts(pods.whole());
    if (workspace.source() instanceof Source.Bundle) {
      clone.addToVolumeMounts(Pods.readOnly(Pods.mount(SOURCE, Source.Bundle.DIRECTORY)));
    }
    return clone.build();
  }

  List<Volume> volumes() {
    return workspace.source() instanceof Source.Bundle
        ? List.of(
            new VolumeBuilder()
                .withName(SOURCE)
                .withNewConfigMap()
                .withName(nameOfSource())
                .endConfigMap()
                .build())
        : List.of();
  }

  /** Where the repository comes with the pod. */
  Optional<ConfigMap> source() {
    return workspace.source() instanceof Source.Bundle bundle
        ? Optional.of(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(nameOfSource())
                .withNamespace(run.namespace())
                .withLabels(run.labels(part))
                .withAnnotations(Map.of(ClusterRun.RUN, run.id()))
                .endMetadata()
                .withImmutable(true)
                .withBinaryData(Map.of("source.bundle", bundle.base64()))
                .build())
        : Optional.empty();
  }

  /** Keys of the Job's Secret, and variables of this container. */
  Map<String, String> secrets() {
    return workspace.source() instanceof Source.Remote remote ? remote.environment() : Map.of();
  }

  private String nameOfSource() {
    return name + "-" + SOURCE;
  }
}
