package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** What a Job has is deleted with it, by the cluster itself. */
public final class Ownership {
  private Ownership() {}

  /**
   * The same object as one of the Job's.
   *
   * @param job as the cluster gave it back, with its uid
   */
  public static <T extends HasMetadata> T by(Job job, T object) {
    OwnerReference owner =
        new OwnerReferenceBuilder()
            .withApiVersion(job.getApiVersion())
            .withKind(job.getKind())
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .build();
    object.getMetadata().setOwnerReferences(List.of(owner));
    return object;
  }

  /** Whether what the cluster has under this name is what was asked for. */
  public static boolean isOurs(HasMetadata wanted, HasMetadata found) {
    return same(wanted, found, ClusterRun.RUN)
        && same(wanted, found, ClusterRun.INVOCATION)
        && same(wanted, found, ClusterRun.DIGEST);
  }

  private static boolean same(HasMetadata wanted, HasMetadata found, String annotation) {
    return annotation(wanted, annotation).equals(annotation(found, annotation));
  }

  private static String annotation(HasMetadata object, String name) {
    return java.util.Optional.ofNullable(object.getMetadata().getAnnotations())
        .map(all -> all.getOrDefault(name, ""))
        .orElse("");
  }
}
