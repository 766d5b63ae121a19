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
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A turn in a cluster is made once, found again by whoever owns the run, and ended for good. */
class ClusterTurnAgainIT extends ClusterTurnCase {

  @Test
  void the_job_bears_the_reserved_name_and_owns_what_it_needs() {
    leaveTheTurn();

    Job job = onlyJob();
    long seconds = agents.beans().run.createdAt().getEpochSecond();
    assertThat(job.getMetadata().getName())
        .isEqualTo(agents.beans().run.id() + "-" + seconds + "-1-1");
    assertThat(
            cluster
                .operator()
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
  void a_name_that_is_taken_says_whose_it_is() {
    long seconds = agents.beans().run.createdAt().getEpochSecond();
    cluster
        .operator()
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
        .forEach(job -> cluster.operator().resource(job).create());

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
  void who_cancels_a_run_that_nobody_follows_counts_its_spend_and_deletes_its_job() {
    leaveTheTurn();
    cluster.podOf(nameOfJob()).says(message("m2"));
    bench.cancel();
    assertThat(cluster.jobs()).isEmpty();
    assertThat(spent()).isCloseTo(2 * MESSAGE_USD, within(1e-9));
    assertThat(bench.records().getFirst().outcome()).hasValue("lost");
  }

  @Test
  void near_a_limit_the_agent_is_asked_to_come_to_an_end_by_a_map_that_its_pod_mounts() {
    ClusterBench narrow =
        new ClusterBench(agents, cluster, "drover:\n  limits:\n    turn-cost-usd: 0.25\n");
    cluster.plan(
        pod -> {
          pod.runs().says(INIT, message("m1"));
          ConfigMap asked = awaitMap(nameOfJob() + "-wrap-up");
          assertThat(asked.getData().get("wrap-up.json")).contains("You will be stopped soon");
          assertThat(asked.getMetadata().getOwnerReferences().getFirst().getName())
              .isEqualTo(nameOfJob());
          assertThat(mounts(onlyJob())).contains(asked.getMetadata().getName());
          pod.says(RESULT).exits(0);
        });
    TurnFacts facts = narrow.execute();
    narrow.close();
    assertThat(facts.answer()).isEqualTo("Done.");
    assertThat(posts("/configmaps")).isEqualTo(2);
  }

  private ConfigMap awaitMap(String name) {
    return cluster
        .operator()
        .configMaps()
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
  }

  private static List<String> mounts(Job job) {
    return job.getSpec().getTemplate().getSpec().getVolumes().stream()
        .flatMap(volume -> Stream.ofNullable(volume.getConfigMap()))
        .map(map -> map.getName())
        .toList();
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
}
