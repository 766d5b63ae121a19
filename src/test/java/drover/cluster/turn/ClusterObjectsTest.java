package drover.cluster.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import drover.effect.Unavailable;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What was made is looked at; the API server may be gone in between. */
class ClusterObjectsTest {
  private static final ConfigMap PROMPT =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withName("prompt")
          .withNamespace("agents")
          .endMetadata()
          .build();

  @Test
  void a_cluster_that_does_not_answer_is_a_reason_to_wait_and_not_the_end_of_the_run()
      throws IOException {
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(deaf()).build()) {
      ClusterObjects objects = new ClusterObjects(client);

      Unavailable rest = catchThrowableOfType(Unavailable.class, () -> objects.requireOurs(PROMPT));

      assertThat(rest.reason()).contains("kubernetes", "ConfigMap prompt cannot be looked at");
    }
  }

  /** Nobody listens there. */
  private static Config deaf() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new ConfigBuilder(Config.empty())
          .withMasterUrl("http://127.0.0.1:" + socket.getLocalPort())
          .withRequestRetryBackoffLimit(0)
          .build();
    }
  }
}
