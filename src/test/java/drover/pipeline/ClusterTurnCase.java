package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.cluster.FakeCluster;
import drover.run.RunStopped;
import drover.run.StopSignal;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is claimed, the route of the executor, and a cluster. */
@Timeout(60)
abstract class ClusterTurnCase {
  static final String INIT =
      "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\",\"model\":\"claude-sonnet-5-5\"}";
  static final String RESULT =
      "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"session_id\":\"s\","
          + "\"num_turns\":1,\"result\":\"Done.\",\"total_cost_usd\":0.75}";
  static final double MESSAGE_USD = 100_000 * 2 / 1e6 + 1_000 * 10 / 1e6;

  final FakeCluster cluster = new FakeCluster();
  AgentBench agents;
  ClusterBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    agents = AgentBench.in(folder);
    bench = new ClusterBench(agents, cluster);
  }

  @AfterEach
  void close() {
    bench.close();
    agents.close();
    cluster.close();
  }

  /** Until the factory is told to stop. */
  void leaveTheTurn() {
    StopSignal stop = bench.run.stop();
    cluster.plan(
        pod -> {
          pod.runs().says(INIT, message("m1"));
          awaitSpend();
          stop.request(StopSignal.Reason.INTERRUPTED);
        });
    assertThatThrownBy(() -> bench.execute()).isInstanceOf(RunStopped.class);
  }

  /** The same run, claimed once more. */
  ClusterBench again() {
    bench.close();
    bench = new ClusterBench(agents, cluster);
    return bench;
  }

  String nameOfJob() {
    return cluster.jobs().getFirst().getMetadata().getName();
  }

  void awaitSpend() {
    while (spent() == 0) {
      Thread.onSpinWait();
    }
  }

  void awaitNoJob() {
    while (!cluster.jobs().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  long told(String words) {
    return agents.beans().ledger.read().events().after(agents.beans().run.id(), 0, 1_000).stream()
        .filter(event -> event.json().contains(words))
        .count();
  }

  double spent() {
    return agents.beans().ledger.read().spend().ofRun(agents.beans().run.id());
  }

  static String message(String id) {
    return "{\"type\":\"assistant\",\"session_id\":\"s\",\"message\":{\"id\":\"%s\",".formatted(id)
        + "\"model\":\"claude-sonnet-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"working\"}],"
        + "\"usage\":{\"input_tokens\":100000,\"output_tokens\":1000}}}";
  }

  String output() throws IOException {
    return Files.readString(agents.beans().run.directory().resolve("turns/1-1.jsonl"));
  }

  Job onlyJob() {
    return cluster.jobs().getFirst();
  }

  List<Secret> secrets() {
    return cluster.operator().secrets().inNamespace(FakeCluster.NAMESPACE).list().getItems();
  }

  long posts(String path) {
    return cluster.requests().stream()
        .filter(request -> request.startsWith("POST") && request.endsWith(path))
        .count();
  }
}
