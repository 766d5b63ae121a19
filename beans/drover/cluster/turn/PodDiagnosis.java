package drover.cluster.turn;

import drover.cluster.turn.PodEnd.CannotStart;
import drover.cluster.turn.PodEnd.DeadlineExceeded;
import drover.cluster.turn.PodEnd.Deleted;
import drover.cluster.turn.PodEnd.Evicted;
import drover.cluster.turn.PodEnd.Exited;
import drover.cluster.turn.PodEnd.ImageUnavailable;
import drover.cluster.turn.PodEnd.InitFailed;
import drover.cluster.turn.PodEnd.JobFailed;
import drover.cluster.turn.PodEnd.NodeLost;
import drover.cluster.turn.PodEnd.OutOfMemory;
import drover.cluster.turn.PodEnd.Preempted;
import drover.cluster.turn.PodEnd.Unschedulable;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the state of a Job and its pod whether the turn is over there, and why. Reasons are
 * those of the Kubernetes API: kubelet (container states), scheduler (condition PodScheduled),
 * disruptions (condition DisruptionTarget) and Job controller (condition Failed).
 *
 * @param container name of the agent's
 * @param patience how long a pod may wait for a node, or for what may still come
 */
record PodDiagnosis(String container, Duration patience) {
  /** The kubelet goes on trying, but an image that is not there does not come. */
  private static final Set<String> NO_IMAGE =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

  /** It may wait for a secret that is about to be made. */
  private static final Set<String> NOT_STARTED =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** Only a server beside the agent is started again when it has failed. */
  private static final String AGAIN_AND_AGAIN = "CrashLoopBackOff";

  private static final Duration IMAGE_PATIENCE = Duration.ofMinutes(1);

  /** Empty: it goes on. */
  Optional<PodEnd> of(Optional<Job> job, Optional<Pod> pod, Instant now) {
    return pod.flatMap(this::disrupted)
        .or(() -> job.flatMap(PodDiagnosis::outOfTime))
        .or(() -> pod.flatMap(PodDiagnosis::initFailed))
        .or(() -> pod.flatMap(this::ended))
        .or(() -> pod.flatMap(one -> neverStarts(one, now)))
        .or(() -> pod.flatMap(one -> unschedulable(one, now)))
        .or(() -> pod.isPresent() ? Optional.empty() : job.flatMap(one -> withoutPod(one, now)));
  }

  /** What the Job says by itself, when its pod is gone; empty: nothing. */
  Optional<PodEnd> ofJob(Optional<Job> job) {
    return job.flatMap(PodDiagnosis::outOfTime);
  }

  /** Whether the agent's container has begun, so that it has a log. */
  boolean hasBegun(Pod pod) {
    return agent(pod)
        .flatMap(status -> Optional.ofNullable(status.getState()))
        .filter(state -> state.getRunning() != null || state.getTerminated() != null)
        .isPresent();
  }

  /** Whether the agent's container is over, so that its log grows no more. */
  boolean isOver(Pod pod) {
    return agent(pod).flatMap(PodDiagnosis::terminated).isPresent() || isPhase(pod, "Failed");
  }

  private Optional<PodEnd> disrupted(Pod pod) {
    if (isWellDone(pod)) {
      return Optional.empty(); // it was finished before it was taken away
    }
    String node = text(pod.getSpec() == null ? null : pod.getSpec().getNodeName());
    Optional<PodEnd> byCondition =
        condition(pod, "DisruptionTarget")
            .filter(one -> "True".equals(one.getStatus()))
            .filter(one -> isGoing(pod))
            .map(one -> disruption(node, text(one.getReason()), text(one.getMessage())));
    return byCondition.or(() -> evicted(pod, node));
  }

  /** The condition is set before the pod is touched; only then it is true. */
  private static boolean isGoing(Pod pod) {
    return isPhase(pod, "Failed") || pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static PodEnd disruption(String node, String reason, String message) {
    return switch (reason) {
      case "PreemptionByScheduler", "PreemptionByKubeScheduler" -> new Preempted(message);
      case "DeletionByPodGC", "DeletionByTaintManager" -> new NodeLost(node, message);
      default -> new Evicted(reason + ": " + message);
    };
  }

  private static Optional<PodEnd> evicted(Pod pod, String node) {
    String reason = text(pod.getStatus() == null ? null : pod.getStatus().getReason());
    String message = text(pod.getStatus() == null ? null : pod.getStatus().getMessage());
    return switch (reason) {
      case "Evicted" -> Optional.of(new Evicted(message));
      case "Preempting", "Preempted" -> Optional.of(new Preempted(message));
      case "NodeLost", "NodeShutdown", "Shutdown", "Terminated", "NodeAffinity" ->
          Optional.of(new NodeLost(node, message));
      case "DeadlineExceeded" -> Optional.of(new DeadlineExceeded(message));
      default -> Optional.empty();
    };
  }

  private static Optional<PodEnd> outOfTime(Job job) {
    return condition(job)
        .filter(failed -> "DeadlineExceeded".equals(failed.getReason()))
        .map(failed -> new DeadlineExceeded(text(failed.getMessage())));
  }

  private Optional<PodEnd> withoutPod(Job job, Instant now) {
    Optional<PodEnd> failed =
        condition(job).map(one -> new JobFailed(text(one.getReason()), text(one.getMessage())));
    return failed.or(
        () ->
            Optional.of(since(job.getMetadata().getCreationTimestamp(), now))
                .filter(waited -> waited.compareTo(patience) >= 0)
                .map(
                    waited ->
                        new Unschedulable(
                            waited,
                            "the cluster made no pod (a quota?), see kubectl describe job "
                                + job.getMetadata().getName())));
  }

  private static Optional<io.fabric8.kubernetes.api.model.batch.v1.JobCondition> condition(
      Job job) {
    return Stream.ofNullable(job.getStatus())
        .flatMap(status -> status.getConditions().stream())
        .filter(one -> one.getType().equals("Failed") && "True".equals(one.getStatus()))
        .findFirst();
  }

  private static Optional<PodEnd> initFailed(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(status -> status.getInitContainerStatuses().stream())
        .filter(status -> !isSidecar(pod, status))
        .flatMap(
            status ->
                terminated(status).stream()
                    .filter(end -> end.getExitCode() != 0)
                    .map(end -> (PodEnd) new InitFailed(status.getName(), end.getExitCode(), "")))
        .findFirst();
  }

  private Optional<PodEnd> ended(Pod pod) {
    return agent(pod).flatMap(PodDiagnosis::terminated).map(end -> ended(pod, end));
  }

  private PodEnd ended(Pod pod, ContainerStateTerminated end) {
    if ("OOMKilled".equals(end.getReason())) {
      return new OutOfMemory(memoryOf(pod));
    }
    boolean isDeleted = pod.getMetadata().getDeletionTimestamp() != null;
    return isDeleted && end.getExitCode() != 0 ? Deleted.POD : new Exited(end.getExitCode());
  }

  private Optional<PodEnd> neverStarts(Pod pod, Instant now) {
    Duration age = since(pod.getMetadata().getCreationTimestamp(), now);
    return statuses(pod)
        .filter(status -> !hasBegun(pod) || !isSidecar(pod, status))
        .flatMap(status -> waiting(status).stream().flatMap(why -> refused(status, why, age)))
        .findFirst();
  }

  private Stream<PodEnd> refused(ContainerStatus status, ContainerStateWaiting why, Duration age) {
    String code = text(why.getReason());
    String message = text(why.getMessage());
    if (NO_IMAGE.contains(code)) {
      boolean isHopeless = code.equals("InvalidImageName") || code.equals("ErrImageNeverPull");
      return isHopeless || age.compareTo(IMAGE_PATIENCE) >= 0
          ? Stream.of(new ImageUnavailable(status.getImage(), code, message))
          : Stream.of();
    }
    if (code.equals(AGAIN_AND_AGAIN)) {
      return age.compareTo(IMAGE_PATIENCE) >= 0
          ? Stream.of(new CannotStart(status.getName(), code, lastWords(status).orElse(message)))
          : Stream.of();
    }
    return NOT_STARTED.contains(code) && age.compareTo(patience) >= 0
        ? Stream.of(new CannotStart(status.getName(), code, message))
        : Stream.of();
  }

  private Optional<PodEnd> unschedulable(Pod pod, Instant now) {
    return condition(pod, "PodScheduled")
        .filter(one -> "False".equals(one.getStatus()) && !isGoing(pod))
        .map(
            one ->
                new Unschedulable(
                    since(pod.getMetadata().getCreationTimestamp(), now), text(one.getMessage())))
        .filter(one -> one.waited().compareTo(patience) >= 0)
        .map(one -> one);
  }

  private Optional<ContainerStatus> agent(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(status -> status.getContainerStatuses().stream())
        .filter(status -> container.equals(status.getName()))
        .findFirst();
  }

  private boolean isWellDone(Pod pod) {
    return agent(pod)
        .flatMap(PodDiagnosis::terminated)
        .filter(end -> end.getExitCode() == 0)
        .isPresent();
  }

  private String memoryOf(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .filter(one -> container.equals(one.getName()))
        .flatMap(one -> Stream.ofNullable(one.getResources()))
        .flatMap(resources -> Stream.ofNullable(resources.getLimits()))
        .flatMap(limits -> Stream.ofNullable(limits.get("memory")))
        .map(Quantity::toString)
        .findFirst()
        .orElse("");
  }

  /** It is ended after the agent, by a signal, and may fail beside it: neither ends the turn. */
  private static boolean isSidecar(Pod pod, ContainerStatus status) {
    return Stream.ofNullable(pod.getSpec())
        .flatMap(spec -> spec.getInitContainers().stream())
        .anyMatch(
            one ->
                one.getName().equals(status.getName()) && "Always".equals(one.getRestartPolicy()));
  }

  /** The end of its log, as the kubelet keeps it. */
  private static Optional<String> lastWords(ContainerStatus status) {
    return Optional.ofNullable(status.getLastState())
        .map(ContainerState::getTerminated)
        .map(ContainerStateTerminated::getMessage)
        .map(String::strip)
        .filter(words -> !words.isEmpty());
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(
            status ->
                Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                    .flatMap(List::stream));
  }

  private static Optional<ContainerStateTerminated> terminated(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getTerminated);
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(status -> status.getConditions().stream())
        .filter(one -> type.equals(one.getType()))
        .findFirst();
  }

  private static boolean isPhase(Pod pod, String phase) {
    return pod.getStatus() != null && Objects.equals(phase, pod.getStatus().getPhase());
  }

  private static Duration since(@Nullable String timestamp, Instant now) {
    return timestamp == null
        ? Duration.ZERO
        : Duration.between(OffsetDateTime.parse(timestamp).toInstant(), now);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }
}
