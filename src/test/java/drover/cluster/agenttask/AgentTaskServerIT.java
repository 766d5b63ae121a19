package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import drover.json.Json;
import drover.operate.StartedServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server beside an API server: what is applied is done, and what is done is shown. */
class AgentTaskServerIT {
  private static final int MOST_TRIES = 1200;
  private static final long REST_NANOS = 100_000_000;

  @TempDir private Path directory;

  private static void await(String what, BooleanSupplier condition) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (condition.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(REST_NANOS);
    }
    throw new AssertionError("it did not come to pass: " + what);
  }

  private Path kubeconfig(ApiServer api) throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: mock
        clusters: [{name: mock, cluster: {server: "%s"}}]
        contexts: [{name: mock, context: {cluster: mock, user: nobody, namespace: %s}}]
        users: [{name: nobody, user: {}}]
        """
            .formatted(api.server.url("/"), ApiServer.NAMESPACE));
  }

  @Test
  void an_agent_task_is_done_and_a_task_of_the_webhook_is_shown_under_the_name_of_its_answer()
      throws IOException {
    try (ApiServer api = new ApiServer();
        StartedServer server =
            StartedServer.in(
                directory,
                Map.of(
                    "KUBECONFIG",
                    kubeconfig(api).toString(),
                    "DROVER_KUBERNETES_AGENT_TASKS",
                    "true"))) {
      api.apply(AgentTasksTest.TIDES.replace("  prompt", "  executor: local\n  prompt"));
      await(
          "the end of the run",
          () -> api.task("tides").status().known().filter(Phase::isEnd).isPresent());
      Status status = api.task("tides").status();
      assertThat(status.phase()).as("%s", status).contains("Succeeded");
      assertThat(status.branch().orElseThrow()).startsWith("agent/publisher-");
      assertThat(status.costUsd()).isPresent();

      HttpResponse<String> answer =
          server.send(
              server
                  .request("/webhook")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"agent\":\"publisher\",\"prompt\":\"Write about ebb\",\"executor\":\"local\"}"))
                  .build());
      assertThat(answer.statusCode()).isEqualTo(201);
      String name = Json.tree(answer.body()).path("name").asText();
      assertThat(name).startsWith("webhook-publisher-");
      await("its AgentTask", () -> api.resource(name).get() != null);
      assertThat(api.task(name).madeFor()).contains(Json.tree(answer.body()).path("run").asText());
    }
  }
}
