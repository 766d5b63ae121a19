package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all Jobs of runs have in common: one pod, one try, labels on both, an end and a cleaning.
 */
record JobShape(ClusterRun run, String name, String part, Duration deadline, Duration ttl) {

  /**
   * @param more annotations
   * @param asked what the pod will find beside its own description, without secrets
   */
  Job around(PodSpec pod, Map<String, String> more, Object asked) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(ClusterRun.RUN, run.id());
    annotations.putAll(more);
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(run.namespace())
            .withLabels(run.labels(part))
            .withAnnotations(annotations)
            .endMetadata()
            .withNewSpec()
            .withBackoffLimit(0)
            .withActiveDeadlineSeconds(deadline.toSeconds())
            .withTtlSecondsAfterFinished(Math.toIntExact(ttl.toSeconds()))
            .withNewTemplate()
            .withNewMetadata()
            .withLabels(run.labels(part))
            .withAnnotations(Map.of(ClusterRun.RUN, run.id()))
            .endMetadata()
            .withSpec(pod)
            .endTemplate()
            .endSpec()
            .build();
    run.owner().ifPresent(owner -> job.getMetadata().getOwnerReferences().add(owner));
    // what the owner is called is no part of what was asked for
    String digest = ObjectNames.digest(Serialization.asJson(List.of(job.getSpec(), asked)));
    job.getMetadata().getAnnotations().put(ClusterRun.DIGEST, digest);
    return job;
  }
}
