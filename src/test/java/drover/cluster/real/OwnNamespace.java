package drover.cluster.real;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A namespace that is made for the suite, and deleted with all that is in it. */
final class OwnNamespace implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 300;

  final KubernetesClient client;
  final Place place;
  private final CustomResourceDefinition definition =
      read(Path.of("k8s/base/crd.yaml"), CustomResourceDefinition.class);
  private final boolean isDefinitionOurs;

  OwnNamespace(KubernetesClient client, Place place) {
    this.client = client;
    this.place = place;
    client.resource(place.itself()).create();
    this.isDefinitionOurs = client.resource(definition).get() == null;
    if (isDefinitionOurs) {
      client.resource(definition).create();
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

  void startGitServer() {
    place.gitServer().forEach(object -> client.resource(object).create());
    client
        .pods()
        .inNamespace(place.namespace())
        .withName(Place.GIT)
        .waitUntilReady(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
            .waitUntilCondition(
                pod ->
                    pod != null
                        && List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase()),
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
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

  /** A field of an AgentTask's status, as text. */
  Optional<String> status(String task, String field) {
    GenericKubernetesResource now =
        client
            .genericKubernetesResources("agents.kyle.pericak.com/v1alpha1", "AgentTask")
            .inNamespace(place.namespace())
            .withName(task)
            .get();
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

  @Override
  public void close() {
    client.resource(place.itself()).delete();
    if (isDefinitionOurs) {
      client.resource(definition).delete();
    }
    client.close();
  }
}
