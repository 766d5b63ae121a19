package drover.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.config.Configuration;
import drover.config.KubernetesSettings;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRightsTest {
  private static final KubernetesSettings SETTINGS =
      Configuration.load(Optional.empty(), Map.of()).settings().kubernetes();

  @TempDir Path folder;
  private final KubernetesMockServer server = new KubernetesMockServer(false);

  @BeforeEach
  void start() {
    server.init(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  @Test
  void what_the_cluster_does_not_grant_is_named_as_a_role_names_it() throws IOException {
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        .andReply(
            201,
            request -> {
              SelfSubjectAccessReview asked =
                  Serialization.unmarshal(
                      new String(request.getBody().readByteArray(), StandardCharsets.UTF_8),
                      SelfSubjectAccessReview.class);
              var what = asked.getSpec().getResourceAttributes();
              boolean isRefused =
                  what.getVerb().equals("create") && what.getResource().equals("jobs");
              return asked.edit().withNewStatus().withAllowed(!isRefused).endStatus().build();
            })
        .always();
    try (ClusterAccess access = access()) {
      assertThat(new ClusterRights(access).missing())
          .extracting(ClusterRights.Right::inWords)
          .containsExactly("create jobs.batch");
    }
  }

  @Test
  void the_namespace_is_that_of_the_context_unless_one_is_configured() throws IOException {
    try (ClusterAccess access = access()) {
      assertThat(access.namespace()).isEqualTo("agents");
    }
  }

  @Test
  void without_a_cluster_it_is_said_how_one_is_named() {
    try (ClusterAccess access = new ClusterAccess(Map.of(), SETTINGS)) {
      assertThat(access.isConfigured()).isFalse();
      assertThatThrownBy(() -> access.whenNeeded().pods().list())
          .isInstanceOf(NoCluster.class)
          .hasMessageContaining("KUBECONFIG");
    }
  }

  @Test
  void a_kubeconfig_that_is_not_there_is_named() {
    Map<String, String> environment = Map.of("KUBECONFIG", folder.resolve("gone").toString());
    try (ClusterAccess access = new ClusterAccess(environment, SETTINGS)) {
      assertThatThrownBy(access::client)
          .isInstanceOf(NoCluster.class)
          .hasMessageContaining(folder.resolve("gone").toString());
    }
  }

  private ClusterAccess access() throws IOException {
    Path file = folder.resolve("kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: nobody, namespace: agents}}]
        clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: nobody, user: {}}]
        """
            .formatted(server.getPort()));
    return new ClusterAccess(Map.of("KUBECONFIG", file.toString()), SETTINGS);
  }
}
