package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drover.ledger.TurnRecord;
import drover.run.RunEnded;
import drover.turn.TurnFacts;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A turn as a Kubernetes Job, from its log to its end. */
class ClusterTurnIT extends ClusterTurnCase {

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
  void a_pod_that_was_evicted_and_is_gone_before_anybody_looked_was_evicted_all_the_same() {
    cluster
        .plan(
            pod -> {
              pod.runs().says(INIT, message("m1"));
              awaitSpend();
              bench.looking.lock();
              pod.isEvicted("low on memory").vanishes();
              bench.looking.unlock();
            })
        .plan(pod -> pod.runs().says(INIT, RESULT).exits(0));
    assertThat(bench.execute().outcome()).isEqualTo("succeeded");
    assertThat(bench.records()).hasSize(2);
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
  void a_turn_asks_the_cluster_as_often_whatever_it_says() {
    cluster.plan(pod -> pod.runs().says(RESULT).exits(0));
    bench.execute();
    long made =
        cluster.requests().stream()
            .filter(one -> !one.startsWith("GET") && !one.contains("/pods"))
            .count();
    assertThat(made).isEqualTo(4); // a Job, a ConfigMap, a Secret; the Secret is deleted
  }
}
