package drover.cluster.real;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.FakeCluster;
import drover.cluster.launch.Restricted;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the suite for real clusters brings along, as far as that can be tried without one. */
class PlaceTest {
  private final Place place = new Place("drover-suite-x", "example/git:1");

  private static HasMetadata asJob(Pod pod) {
    return new JobBuilder()
        .withMetadata(pod.getMetadata())
        .withNewSpec()
        .withNewTemplate()
        .withSpec(pod.getSpec())
        .endTemplate()
        .endSpec()
        .build();
  }

  @Test
  void its_pods_are_let_into_a_restricted_namespace() {
    Stream<Pod> pods =
        Stream.concat(
            place.gitServer().stream().filter(Pod.class::isInstance).map(Pod.class::cast),
            Stream.of(place.visitor("visitor", "10.0.0.1")));
    List<HasMetadata> jobs = pods.map(PlaceTest::asJob).toList();
    assertThat(jobs).hasSize(2);
    assertThat(Restricted.violations(jobs)).isEmpty();
  }

  @Test
  void an_api_server_takes_what_it_brings() {
    try (FakeCluster api = new FakeCluster()) {
      KubernetesClient client = api.client();
      client.resource(place.itself()).create();
      place.gitServer().forEach(object -> client.resource(object).create());
      assertThat(client.pods().inNamespace("drover-suite-x").withName("git").get()).isNotNull();
      assertThat(client.services().inNamespace("drover-suite-x").withName("git").get()).isNotNull();
    }
    assertThat(place.repository()).isEqualTo("git://git.drover-suite-x.svc/site.git");
  }
}
