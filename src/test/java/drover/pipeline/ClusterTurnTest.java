package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drover.cluster.FakeCluster;
import drover.ledger.TurnRecord;
import drover.run.RunEnded;
import drover.run.RunStopped;
import drover.run.StopSignal;
import drover.turn.TurnFacts;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn as a Kubernetes Job, from its name to its end. */
@Timeout(40)
class ClusterTurnTest {
  private static final String INIT =
      "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\",\"model\":\"claude-sonnet-5-5\"}";
  private static final String RESULT =
      "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"session_id\":\"s\","
          + "\"num_turns\":1,\"result\":\"Done.\",\"total_cost_usd\":0.75}";
  private static final double MESSAGE_USD = 100_000 * 2 / 1e6 + 1_000 * 10 / 1e6;

  private final FakeCluster cluster = new FakeCluster();
  private AgentBench agents;
  private ClusterBench bench;

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

  @Test
  void a_turn_is_a_job_and_what_its_log_says_is_what_it_did() throws IOException {
    cluster.plan(pod -> pod.runs().says(INIT, message("m1"), RESULT).exits(0));

    TurnFacts facts = bench.execute();

    assertThat(facts.outcome()).isEqualTo("succeeded");
    assertThat(facts.answer()).isEqualTo("Done.");
    assertThat(facts.costUsd()).isCloseTo(0.75, within(1e-9));
    assertThat(output()).isEqualTo(INIT + "\n" + message("m1") + "\n" + RESULT + "\n");
    TurnRecord record = bench.records().getFirst();
    assertThat(record.executor()).isEqualTo("kubernetes");
    assertThat(record.outcome()).hasValue("succeeded");
  }

  @Test
  void the_job_bears_the_reserved_name_and_owns_what_it_needs() {
    leaveTheTurn();

    Job job = onlyJob();
    long seconds = agents.beans().run.createdAt().getEpochSecond();
    assertThat(job.getMetadata().getName())
        .isEqualTo(agents.beans().run.id() + "-" + seconds + "-1-1");
    assertThat(
            cluster
                .client()
                .configMaps()
                .inNamespace(FakeCluster.NAMESPACE)
                .withName(job.getMetadata().getName())
                .get()
                .getMetadata()
                .getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(job.getMetadata().getUid()));
    assertThat(secrets().getFirst().getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(job.getMetadata().getUid()));
  }

  @Test
  void an_ended_turn_leaves_no_credential_in_the_cluster() {
    cluster.plan(pod -> pod.runs().says(RESULT).exits(0));
    bench.execute();
    assertThat(secrets()).isEmpty();
  }

  @Test
  void a_log_that_breaks_off_in_the_middle_of_lines_is_read_once() throws IOException {
    String[] lines = new String[40];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = message("m" + i);
    }
    cluster.cutLogs(7).plan(pod -> pod.runs().says(INIT).says(lines).says(RESULT).exits(0));

    bench.execute();

    assertThat(output()).isEqualTo(INIT + "\n" + String.join("\n", lines) + "\n" + RESULT + "\n");
  }

  @Test
  void what_rotation_took_while_nobody_read_is_said() {
    cluster.plan(
        pod -> {
          pod.runs().says(INIT, message("m1"));
          awaitSpend();
          pod.says(
              message("m2"), message("m3"), message("m4"), message("m5"), message("m6"), RESULT);
          pod.rotates(1).exits(0);
        });
    bench.execute();
    assertThat(bench.notices()).anyMatch(text -> text.contains("rotated while nobody read it"));
  }

  @Test
  void an_agent_that_used_too_much_memory_is_named_with_its_limit() {
    cluster.plan(pod -> pod.runs().says(INIT).runsOutOfMemory());
    TurnFacts facts = bench.execute();
    assertThat(facts.outcome()).isEqualTo("failed");
    assertThat(facts.reason()).startsWith("out-of-memory:").contains("4Gi");
  }

  @Test
  void an_agent_that_gives_up_has_failed_with_its_status() {
    cluster.plan(pod -> pod.runs().says(INIT).exits(3));
    assertThat(bench.execute().reason()).startsWith("agent-exit:").contains("3");
  }

  @Test
  void an_image_that_cannot_be_had_ends_the_turn_and_deletes_the_job() {
    cluster.plan(pod -> pod.waits("ImagePullBackOff", "Back-off pulling image"));
    TurnFacts facts = bench.execute();
    assertThat(facts.reason()).startsWith("image-unavailable:").contains("drover-runtime");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void a_pod_without_a_node_is_waited_for_and_then_given_up() {
    cluster.plan(pod -> pod.hasNoNode("0/3 nodes are available: insufficient memory"));
    assertThat(bench.execute().reason())
        .startsWith("unschedulable:")
        .contains("insufficient memory");
  }

  @Test
  void a_clone_that_failed_says_why_in_its_own_words() {
    cluster.plan(pod -> pod.cannotBeCloned(65).says("FATAL: branch next does not exist in remote"));
    assertThat(bench.execute().reason())
        .startsWith("clone-failed:")
        .contains("FATAL: branch next does not exist");
  }

  @Test
  void a_pod_that_somebody_deleted_is_lost_and_said_to_be_deleted() {
    cluster.plan(
        pod -> {
          pod.runs().says(INIT, message("m1"));
          awaitSpend();
          pod.vanishes();
        });
    TurnFacts facts = bench.execute();
    assertThat(facts.outcome()).isEqualTo("lost");
    assertThat(facts.reason()).startsWith("deleted:");
  }

  @Test
  void an_evicted_pod_s_turn_goes_on_as_the_next_invocation_in_the_same_session() {
    cluster
        .plan(
            pod -> {
              pod.runs().says(INIT, message("m1"));
              awaitSpend();
              pod.isEvicted("low on memory");
            })
        .plan(pod -> pod.runs().says(INIT, message("m2"), RESULT).exits(0));

    TurnFacts facts = bench.execute();

    assertThat(facts.outcome()).isEqualTo("succeeded");
    assertThat(bench.records())
        .extracting(record -> record.invocation() + " " + record.outcome().orElse(""))
        .containsExactly("1 lost", "2 succeeded");
    assertThat(bench.records()).extracting(TurnRecord::session).containsOnly("s");
  }

  @Test
  void a_turn_moves_only_so_often() {
    for (int i = 0; i < 4; i++) {
      cluster.plan(pod -> pod.runs().says(INIT).losesItsNode());
    }
    TurnFacts facts = bench.execute();
    assertThat(facts.reason()).startsWith("node-lost:").contains("spot-1");
    assertThat(bench.records()).hasSize(3);
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void creation_is_tried_again_where_the_cluster_only_stumbled() {
    cluster.refuse(503, "etcd is slow").plan(pod -> pod.runs().says(RESULT).exits(0));
    assertThat(bench.execute().outcome()).isEqualTo("succeeded");
    assertThat(posts("/jobs")).isEqualTo(2);
  }

  @Test
  void a_cluster_that_says_no_is_asked_once_and_quoted() {
    cluster.refuse(403, "exceeded quota: agents, requested: pods=1, used: pods=8");
    assertThatThrownBy(() -> bench.execute())
        .isInstanceOf(RunEnded.class)
        .hasMessageContaining("exceeded quota");
    assertThat(posts("/jobs")).isEqualTo(1);
  }

  @Test
  void a_name_that_is_taken_says_whose_it_is() {
    long seconds = agents.beans().run.createdAt().getEpochSecond();
    cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(FakeCluster.NAMESPACE)
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName(agents.beans().run.id() + "-" + seconds + "-1-1")
                .withAnnotations(Map.of("agents.kyle.pericak.com/run-id", "r-of-another"))
                .endMetadata()
                .build())
        .create();
    assertThatThrownBy(() -> bench.execute())
        .isInstanceOf(RunEnded.class)
        .hasMessageContaining("r-of-another");
  }

  @Test
  void a_stopped_factory_leaves_the_pod_and_the_next_one_goes_on_with_it() throws IOException {
    leaveTheTurn();
    assertThat(cluster.jobs()).hasSize(1);
    assertThat(secrets()).hasSize(1);
    assertThat(bench.records().getFirst().outcome()).isEmpty();

    cluster.podOf(nameOfJob()).says(message("m2"), RESULT).exits(0);
    TurnFacts facts = again().execute();

    assertThat(facts.outcome()).isEqualTo("succeeded");
    assertThat(facts.turns()).isEqualTo(1);
    assertThat(bench.records()).hasSize(1);
    assertThat(posts("/jobs")).isEqualTo(1);
    assertThat(output())
        .isEqualTo(INIT + "\n" + message("m1") + "\n" + message("m2") + "\n" + RESULT + "\n");
    assertThat(told("working")).isEqualTo(2);
  }

  @Test
  void another_machine_goes_on_with_the_pod_and_tells_nothing_twice() throws IOException {
    leaveTheTurn();
    agents.beans().deleteRunDirectory();

    cluster.podOf(nameOfJob()).says(message("m2"), RESULT).exits(0);
    TurnFacts facts = again().execute();

    assertThat(facts.outcome()).isEqualTo("succeeded");
    assertThat(facts.costUsd()).isCloseTo(0.75, within(1e-9));
    assertThat(told("working")).isEqualTo(2);
  }

  @Test
  void another_machine_that_cannot_read_the_beginning_knows_what_it_cost() throws IOException {
    leaveTheTurn();
    agents.beans().deleteRunDirectory();

    cluster.podOf(nameOfJob()).says(message("m2")).rotates(2).exits(1);
    TurnFacts facts = again().execute();

    assertThat(facts.costUsd()).isCloseTo(2 * MESSAGE_USD, within(1e-9));
    assertThat(spent()).isCloseTo(2 * MESSAGE_USD, within(1e-9));
    assertThat(told("working")).isEqualTo(2);
  }

  @Test
  void a_factory_that_died_before_it_knew_of_its_job_finds_it() {
    cluster.plan(pod -> pod.runs().says(RESULT).exits(0));
    bench.turns.reserve(agents.beans().run, agents.work());
    TurnRecord reserved = bench.records().getFirst();
    bench
        .turns
        .objects(agents.beans().run, agents.work(), reserved)
        .subList(0, 1)
        .forEach(job -> cluster.client().resource(job).create());

    assertThat(bench.execute().outcome()).isEqualTo("succeeded");
    assertThat(bench.records()).hasSize(1);
    assertThat(cluster.jobs()).hasSize(1);
  }

  @Test
  void a_cancelled_turn_is_over_when_its_pod_is_gone() {
    cluster.plan(
        pod -> {
          pod.runs().says(INIT, message("m1"));
          awaitSpend();
          bench.run.stop().request(StopSignal.Reason.CANCELLED);
          awaitNoJob();
          pod.vanishes();
        });
    assertThatThrownBy(() -> bench.execute()).isInstanceOf(RunStopped.class);
    assertThat(bench.records().getFirst().outcome()).hasValue("cancelled");
    assertThat(secrets()).isEmpty();
  }

  @Test
  void a_limit_ends_the_pod_and_names_itself() {
    ClusterBench narrow =
        new ClusterBench(agents, cluster, "drover:\n  limits:\n    turn-cost-usd: 0.1\n");
    cluster.plan(
        pod -> {
          pod.runs().says(INIT, message("m1"));
          awaitNoJob();
          pod.vanishes();
        });
    TurnFacts facts = narrow.execute();
    narrow.close();
    assertThat(facts.outcome()).isEqualTo("over-budget");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void a_turn_asks_the_cluster_as_often_whatever_it_says() {
    cluster.plan(pod -> pod.runs().says(RESULT).exits(0));
    bench.execute();
    long made =
        cluster.requests().stream()
            .filter(one -> !one.startsWith("GET") && !one.contains("/pods"))
            .count();
    assertThat(made).isEqualTo(4); // a Job, a ConfigMap, a Secret; the Secret is deleted
  }

  /** Until the factory is told to stop. */
  private void leaveTheTurn() {
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
  private ClusterBench again() {
    bench.close();
    bench = new ClusterBench(agents, cluster);
    return bench;
  }

  private String nameOfJob() {
    return cluster.jobs().getFirst().getMetadata().getName();
  }

  private void awaitSpend() {
    while (spent() == 0) {
      Thread.onSpinWait();
    }
  }

  private void awaitNoJob() {
    while (!cluster.jobs().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private long told(String words) {
    return agents.beans().ledger.read().events().after(agents.beans().run.id(), 0, 1_000).stream()
        .filter(event -> event.json().contains(words))
        .count();
  }

  private double spent() {
    return agents.beans().ledger.read().spend().ofRun(agents.beans().run.id());
  }

  private static String message(String id) {
    return "{\"type\":\"assistant\",\"session_id\":\"s\",\"message\":{\"id\":\"%s\",".formatted(id)
        + "\"model\":\"claude-sonnet-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"working\"}],"
        + "\"usage\":{\"input_tokens\":100000,\"output_tokens\":1000}}}";
  }

  private String output() throws IOException {
    return Files.readString(agents.beans().run.directory().resolve("turns/1-1.jsonl"));
  }

  private Job onlyJob() {
    return cluster.jobs().getFirst();
  }

  private List<Secret> secrets() {
    return cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).list().getItems();
  }

  private long posts(String path) {
    return cluster.requests().stream()
        .filter(request -> request.startsWith("POST") && request.endsWith(path))
        .count();
  }
}
