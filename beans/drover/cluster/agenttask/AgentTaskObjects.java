package drover.cluster.agenttask;

import drover.cluster.agenttask.Deed.Cancel;
import drover.cluster.agenttask.Deed.Make;
import drover.cluster.agenttask.Deed.Tell;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AgentTasks of one namespace: what Camel's list and watch see of them, and what is written to
 * them. A write says which version it is about; where that is not the latest, the latest is read,
 * and the next look judges again.
 */
public final class AgentTaskObjects {
  /** Where the watch says what happened: {@code ADDED}, {@code MODIFIED} or {@code DELETED}. */
  private static final String ACTION = "CamelKubernetesCRDEventAction";

  private static final Logger LOG = LoggerFactory.getLogger(AgentTaskObjects.class);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final ResourceDefinitionContext CONTEXT =
      new ResourceDefinitionContext.Builder()
          .withGroup(AgentTask.GROUP)
          .withVersion(AgentTask.VERSION)
          .withKind(AgentTask.KIND)
          .withPlural(AgentTask.PLURAL)
          .withNamespaced(true)
          .build();

  private final Supplier<KubernetesClient> client;
  private final Supplier<String> namespace;
  private final Fleet fleet;

  /**
   * @param client asked for when there is something to do, and not before
   * @param namespace that is looked at; others belong to others
   */
  public AgentTaskObjects(
      Supplier<KubernetesClient> client, Supplier<String> namespace, Fleet fleet) {
    this.client = client;
    this.namespace = namespace;
    this.fleet = fleet;
  }

  /** What the watch tells. */
  public void heard(@Header(ACTION) Object action, @Body String json) {
    AgentTask task = AgentTask.read(json);
    if (action.toString().equals("DELETED")) {
      fleet.heardOfTheEnd(task);
    } else {
      fleet.heard(task);
    }
  }

  /** All there are. */
  public void listed(@Body List<GenericKubernetesResource> all) {
    fleet.replace(all.stream().map(AgentTaskObjects::read).toList());
  }

  /** Whether the watch has to be begun, or begun again: it kept something to itself. */
  public boolean areUnheard() {
    return fleet.isUnheard();
  }

  /** Says it through the status subresource; what somebody said meanwhile is not written over. */
  public void tell(@Body Tell deed) {
    GenericKubernetesResource resource =
        DesiredTask.of(deed.task(), deed.status(), namespace.get());
    try {
      fleet.put(read(resources().resource(resource).updateStatus()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT && e.getCode() != NOT_FOUND) {
        throw e;
      }
      readAgain(deed.task());
    }
  }

  private void readAgain(AgentTask task) {
    Optional<AgentTask> now = find(task.name());
    if (now.filter(found -> found.uid().equals(task.uid())).isEmpty()) {
      fleet.remove(task);
    }
    now.ifPresent(fleet::put);
  }

  /**
   * Makes the AgentTask that shows a run. One that is there already is right if it shows this run:
   * another instance was faster.
   *
   * @throws IllegalStateException when somebody else's has its name
   */
  public void make(@Body Make deed) {
    GenericKubernetesResource wanted = DesiredTask.of(deed.run(), namespace.get());
    String name = wanted.getMetadata().getName();
    try {
      fleet.put(read(resources().resource(wanted).create()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      AgentTask found = find(name).orElseThrow(() -> e);
      if (!found.madeFor().equals(Optional.of(deed.run().id()))) {
        throw new IllegalStateException(
            "run %s cannot be shown: the name of its AgentTask, %s, is taken by one that is not its own; delete that one"
                .formatted(deed.run().id(), name));
      }
      fleet.put(found);
    }
  }

  /** Asks the API server itself: a run is not cancelled for what was only not seen yet. */
  public boolean isGone(@Body Cancel deed) {
    Optional<AgentTask> found = find(deed.name());
    found.ifPresent(fleet::put);
    boolean isGone =
        found.filter(task -> deed.uid().isEmpty() || task.uid().equals(deed.uid())).isEmpty();
    if (isGone) {
      LOG.info("AgentTask {} was deleted: run {} is cancelled", deed.name(), deed.run());
    }
    return isGone;
  }

  private Optional<AgentTask> find(String name) {
    return Optional.ofNullable(resources().withName(name).get()).map(AgentTaskObjects::read);
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources() {
    return client.get().genericKubernetesResources(CONTEXT).inNamespace(namespace.get());
  }

  private static AgentTask read(GenericKubernetesResource resource) {
    return AgentTask.read(Serialization.asJson(resource));
  }
}
