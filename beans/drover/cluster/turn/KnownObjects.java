package drover.cluster.turn;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is kept of the pods and Jobs that the watches tell of. There may be a thousand of them, so
 * it is what they are called, how they are and what their containers may use, and not what they
 * were asked to do.
 */
final class KnownObjects<T extends HasMetadata> extends BasicItemStore<T> {
  private final UnaryOperator<T> essence;

  private KnownObjects(UnaryOperator<T> essence) {
    super(Cache::metaNamespaceKeyFunc);
    this.essence = essence;
  }

  static KnownObjects<Pod> pods() {
    return new KnownObjects<>(KnownObjects::essenceOf);
  }

  static KnownObjects<Job> jobs() {
    return new KnownObjects<>(KnownObjects::essenceOf);
  }

  @Override
  public T put(String key, T object) {
    object.getMetadata().setManagedFields(List.of());
    return super.put(key, essence.apply(object));
  }

  private static Pod essenceOf(Pod pod) {
    PodSpec spec = pod.getSpec();
    if (spec != null) {
      PodSpec essence = new PodSpec();
      essence.setNodeName(spec.getNodeName());
      essence.setInitContainers(
          spec.getInitContainers().stream().map(KnownObjects::essenceOf).toList());
      essence.setContainers(spec.getContainers().stream().map(KnownObjects::essenceOf).toList());
      pod.setSpec(essence);
    }
    return pod;
  }

  private static Container essenceOf(Container container) {
    Container essence = new Container();
    essence.setName(container.getName());
    essence.setRestartPolicy(container.getRestartPolicy());
    essence.setResources(container.getResources());
    return essence;
  }

  private static Job essenceOf(Job job) {
    job.setSpec(new JobSpec());
    return job;
  }
}
