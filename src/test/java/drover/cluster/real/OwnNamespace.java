package drover.cluster.real;

import drover.cluster.launch.ClusterRun;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A namespace that is made for the suite, and deleted with all that is in it. */
final class OwnNamespace implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 300;

  final KubernetesClient client;
  final Place place;
  private final CustomResourceDefinition definition =
      read(Path.of("k8s/base/crd.yaml"), CustomResourceDefinition.class);
  private boolean isDefinitionOurs;

  OwnNamespace(KubernetesClient client, Place place) {
    this.client = client;
    this.place = place;
  }

  /** Whatever of it fails: what was made is deleted with {@link #close}. */
  void prepare() {
    client.resource(place.itself()).create();
    client // without it no pod is let in
        .serviceAccounts()
        .inNamespace(place.namespace())
        .withName("default")
        .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (client.resource(definition).get() == null) {
      client.resource(definition).create();
      isDefinitionOurs = true;
    }
    // whether it is ours or not: nothing can be made of it before it is established
    client
        .resource(definition)
        .waitUntilCondition(OwnNamespace::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition now) {
    return now != null
        && now.getStatus() != null
        && now.getStatus().getConditions().stream()
            .anyMatch(
                said -> said.getType().equals("Established") && said.getStatus().equals("True"));
  }

  static <T extends HasMetadata> T read(Path file, Class<T> type) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Serialization.unmarshal(stream, type);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** False: the image's git cannot serve; some distributions have that in a package of its own. */
  boolean startGitServer() {
    place.gitServer().forEach(object -> client.resource(object).create());
    Pod pod =
        client
            .pods()
            .inNamespace(place.namespace())
            .withName(Place.GIT)
            .waitUntilCondition(
                now -> now != null && (Readiness.isPodReady(now) || isOver(now)),
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
    if (!isOver(pod)) {
      return true;
    }
    boolean cannotServe =
        pod.getStatus().getInitContainerStatuses().stream()
            .flatMap(status -> Stream.ofNullable(status.getState().getTerminated()))
            .anyMatch(end -> end.getExitCode() == Place.NO_DAEMON);
    if (!cannotServe) {
      throw new AssertionError("the git server does not start\n" + account());
    }
    return false;
  }

  private static boolean isOver(@Nullable Pod pod) {
    return pod != null && List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  /** Pods and warnings of the namespace, for whoever has to find out what went wrong. */
  String account() {
    Stream<String> pods =
        client.pods().inNamespace(place.namespace()).list().getItems().stream()
            .map(
                pod ->
                    "pod %s: %s"
                        .formatted(
                            pod.getMetadata().getName(), Serialization.asYaml(pod.getStatus())));
    Stream<String> events =
        client.v1().events().inNamespace(place.namespace()).list().getItems().stream()
            .filter(event -> "Warning".equals(event.getType()))
            .map(
                event ->
                    "%s: %s: %s"
                        .formatted(
                            event.getInvolvedObject().getName(),
                            event.getReason(),
                            event.getMessage()));
    return Stream.concat(pods, events).collect(Collectors.joining("\n"));
  }

  /** The git server, at a port of this machine. */
  LocalPortForward gitServerHere() {
    return client
        .pods()
        .inNamespace(place.namespace())
        .withName(Place.GIT)
        .portForward(Place.GIT_PORT);
  }

  /** The policy that the deployment gives to agents. */
  void restrictAgents() {
    try (InputStream stream = Files.newInputStream(Path.of("k8s/base/network-policies.yaml"))) {
      client.load(stream).items().stream()
          .filter(NetworkPolicy.class::isInstance)
          .filter(policy -> policy.getMetadata().getName().equals("agents"))
          .forEach(policy -> client.resource(policy).inNamespace(place.namespace()).create());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether an agent gets to the git server. */
  boolean isReached(String visitor) {
    String address =
        client
            .pods()
            .inNamespace(place.namespace())
            .withName(Place.GIT)
            .require()
            .getStatus()
            .getPodIP();
    client.resource(place.visitor(visitor, address)).create();
    Pod ended =
        client
            .pods()
            .inNamespace(place.namespace())
            .withName(visitor)
            .waitUntilCondition(OwnNamespace::isOver, PATIENCE_SECONDS, TimeUnit.SECONDS);
    return ended.getStatus().getPhase().equals("Succeeded");
  }

  void apply(String yaml) {
    client
        .resource(
            Serialization.<GenericKubernetesResource>unmarshal(
                yaml, GenericKubernetesResource.class))
        .inNamespace(place.namespace())
        .create();
  }

  /** {@code kubectl delete at}. */
  void delete(String task) {
    tasks().withName(task).delete();
  }

  /** Names of all objects of a kind that Drover made and nobody has deleted. */
  List<String> left(Class<? extends HasMetadata> kind) {
    return client
        .resources(kind)
        .inNamespace(place.namespace())
        .withLabel(ClusterRun.MANAGED_BY, ClusterRun.FACTORY)
        .list()
        .getItems()
        .stream()
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      tasks() {
    return client
        .genericKubernetesResources("agents.kyle.pericak.com/v1alpha1", "AgentTask")
        .inNamespace(place.namespace());
  }

  /** A field of an AgentTask's status, as text. */
  Optional<String> status(String task, String field) {
    GenericKubernetesResource now = tasks().withName(task).get();
    return Optional.ofNullable(now)
        .map(resource -> resource.<Object>get("status", field))
        .map(Object::toString);
  }

  /** Pods that are running and have this label. */
  List<Pod> running(String label, String value) {
    return client
        .pods()
        .inNamespace(place.namespace())
        .withLabel(label, value)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getStatus().getPhase().equals("Running"))
        .toList();
  }

  /** What a drained node does to its pods; false where a disruption budget forbids it. */
  boolean evict(Pod pod) {
    return client
        .pods()
        .inNamespace(place.namespace())
        .withName(pod.getMetadata().getName())
        .evict();
  }

  /** Nothing is left when this is over, or it says that the cluster takes its time. */
  @Override
  public void close() {
    try (KubernetesClient last = client) {
      last.resource(place.itself()).delete();
      last.resource(place.itself())
          .waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (isDefinitionOurs) {
        last.resource(definition).delete();
      }
    }
  }
}
