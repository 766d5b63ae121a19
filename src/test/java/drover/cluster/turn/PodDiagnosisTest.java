package drover.cluster.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cluster says of a pod, in words of ours. */
class PodDiagnosisTest {
  private static final Instant MADE = Instant.parse("2026-11-21T18:00:00Z");
  private static final String METADATA =
      "metadata: {creationTimestamp: '2026-11-21T18:00:00Z'%s}\n";

  private final PodDiagnosis diagnosis = new PodDiagnosis("agent", Duration.ofMinutes(10));

  @ParameterizedTest
  @CsvSource({
    "PreemptionByScheduler, preempted",
    "DeletionByTaintManager, node-lost",
    "DeletionByPodGC, node-lost",
    "EvictionByEvictionAPI, evicted",
    "TerminationByKubelet, evicted"
  })
  void a_disruption_lets_the_turn_go_on_elsewhere(String reason, String code) {
    PodEnd end =
        seen("""
                spec: {nodeName: spot-1}
                status:
                  phase: Failed
                  conditions: [{type: DisruptionTarget, status: 'True', reason: %s, message: why}]
                """
                .formatted(reason))
            .orElseThrow();
    assertThat(end.reason()).startsWith(code + ":");
    assertThat(end.move()).isPresent();
    assertThat(end.outcome().word()).isEqualTo("lost");
  }

  @Test
  void a_disruption_that_is_only_announced_is_none_yet() {
    assertThat(
            seen(
                """
                status:
                  phase: Running
                  conditions: [{type: DisruptionTarget, status: 'True', reason: EvictionByEvictionAPI}]
                """))
        .isEmpty();
  }

  @Test
  void who_had_finished_before_the_node_went_has_finished() {
    assertThat(
            seen(
                """
                status:
                  phase: Failed
                  reason: NodeLost
                  containerStatuses: [{name: agent, state: {terminated: {exitCode: 0}}}]
                """))
        .contains(new PodEnd.Exited(0));
  }

  @Test
  void a_spot_node_that_shuts_down_is_lost_and_not_the_agent_s_fault() {
    PodEnd end =
        seen("""
                status:
                  phase: Failed
                  reason: Terminated
                  message: Pod was terminated in response to imminent node shutdown.
                  containerStatuses: [{name: agent, state: {terminated: {exitCode: 143}}}]
                """)
            .orElseThrow();
    assertThat(end.move()).contains(PodEnd.Move.NODE_LOST);
    assertThat(end.reason()).contains("imminent node shutdown");
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, 30, false",
    "ErrImagePull, 90, true",
    "ImagePullBackOff, 90, true",
    "InvalidImageName, 1, true",
    "CreateContainerConfigError, 90, false",
    "CreateContainerConfigError, 700, true",
    "ContainerCreating, 7000, false"
  })
  void what_may_still_come_is_waited_for(String reason, int seconds, boolean isOver) {
    String pod =
        """
        status:
          phase: Pending
          containerStatuses:
            [{name: agent, image: runtime, state: {waiting: {reason: %s, message: why}}}]
        """
            .formatted(reason);
    assertThat(seen(pod, "", MADE.plusSeconds(seconds)).isPresent()).isEqualTo(isOver);
  }

  private static final String BESIDE =
      """
      spec:
        initContainers: [{name: clone}, {name: mcp-sentry, restartPolicy: Always}]
        containers: [{name: agent}]
      status:
        phase: Pending
        initContainerStatuses:
          - {name: clone, state: {terminated: {exitCode: 0}}}
      """;

  @Test
  void a_server_that_does_not_come_up_ends_the_turn_before_it_begins_in_its_own_words() {
    String pod =
        BESIDE
            + """
                - name: mcp-sentry
                  state: {waiting: {reason: CrashLoopBackOff, message: back-off 40s}}
                  lastState: {terminated: {exitCode: 69, message: 'FATAL: the image has no socat'}}
            """;
    assertThat(seen(pod, "", MADE.plusSeconds(59))).isEmpty();
    assertThat(seen(pod, "", MADE.plusSeconds(60)).orElseThrow().reason())
        .startsWith("container-refused:")
        .contains("mcp-sentry", "FATAL: the image has no socat");
  }

  @Test
  void a_server_that_fails_beside_a_working_agent_does_not_end_the_turn() {
    String pod =
        BESIDE
            + """
                - {name: mcp-sentry, state: {waiting: {reason: CrashLoopBackOff}}}
              containerStatuses: [{name: agent, state: {running: {}}}]
            """;
    assertThat(seen(pod, "", MADE.plusSeconds(700))).isEmpty();
  }

  @Test
  void a_server_that_was_ended_after_the_agent_has_not_failed() {
    String pod =
        BESIDE
            + """
                - {name: mcp-sentry, state: {terminated: {exitCode: 143}}}
              containerStatuses: [{name: agent, state: {terminated: {exitCode: 0}}}]
            """;
    assertThat(seen(pod)).contains(new PodEnd.Exited(0));
  }

  @Test
  void a_deadline_of_the_job_is_out_of_time_whatever_became_of_the_pod() {
    Job job =
        Serialization.unmarshal(
            METADATA.formatted(", name: j")
                + """
                apiVersion: batch/v1
                kind: Job
                status:
                  conditions:
                    [{type: Failed, status: 'True', reason: DeadlineExceeded, message: too long}]
                """,
            Job.class);
    Optional<PodEnd> end = diagnosis.of(Optional.of(job), Optional.empty(), MADE);
    assertThat(end.orElseThrow().outcome().word()).isEqualTo("out-of-time");
    assertThat(diagnosis.ofJob(Optional.of(job))).isEqualTo(end);
  }

  @Test
  void a_pod_that_is_deleted_while_the_agent_works_was_deleted_by_somebody() {
    String pod =
        "status: {containerStatuses: [{name: agent, state: {terminated: {exitCode: 143}}}]}\n";
    assertThat(seen(pod, ", deletionTimestamp: '2026-11-21T18:01:00Z'", MADE))
        .contains(PodEnd.Deleted.POD);
  }

  @Test
  void a_job_without_a_pod_for_too_long_points_to_the_quota() {
    Job job =
        Serialization.unmarshal(
            METADATA.formatted(", name: j") + "apiVersion: batch/v1\nkind: Job\n", Job.class);
    assertThat(diagnosis.of(Optional.of(job), Optional.empty(), MADE.plusSeconds(599))).isEmpty();
    assertThat(
            diagnosis
                .of(Optional.of(job), Optional.empty(), MADE.plusSeconds(600))
                .orElseThrow()
                .reason())
        .contains("quota", "kubectl describe job j");
  }

  private Optional<PodEnd> seen(String rest) {
    return seen(rest, "", MADE);
  }

  private Optional<PodEnd> seen(String rest, String metadata, Instant now) {
    Pod pod =
        Serialization.unmarshal(
            "apiVersion: v1\nkind: Pod\n" + METADATA.formatted(metadata) + rest, Pod.class);
    return diagnosis.of(Optional.empty(), Optional.of(pod), now);
  }
}
