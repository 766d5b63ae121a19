package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;

/**
 * The volumes of workspaces. They belong to no other object: what was paid for is not lost with
 * one.
 */
public final class WorkspaceVolumes {
  private WorkspaceVolumes() {}

  /**
   * The volume of one run.
   *
   * @param size a quantity
   * @param storageClass empty: the cluster's default
   */
  public static PersistentVolumeClaim of(
      ClusterRun run, String size, Optional<String> storageClass) {
    PersistentVolumeClaim claim = claim(run.namespace(), run.volume(), size, storageClass);
    claim.getMetadata().setLabels(run.labels("workspace"));
    claim.getMetadata().setAnnotations(Map.of(ClusterRun.RUN, run.id()));
    return claim;
  }

  /** The volume of all runs that only read. */
  public static PersistentVolumeClaim shared(
      String namespace, String name, String size, Optional<String> storageClass) {
    PersistentVolumeClaim claim = claim(namespace, name, size, storageClass);
    claim
        .getMetadata()
        .setLabels(Map.of(ClusterRun.MANAGED_BY, ClusterRun.FACTORY, ClusterRun.PART, "shared"));
    return claim;
  }

  private static PersistentVolumeClaim claim(
      String namespace, String name, String size, Optional<String> storageClass) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(storageClass.orElse(null))
        .withNewResources()
        .addToRequests("storage", new Quantity(size))
        .endResources()
        .endSpec()
        .build();
  }
}
