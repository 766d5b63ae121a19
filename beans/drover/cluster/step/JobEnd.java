package drover.cluster.step;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Job that is over, with its pod: what its containers came to is the cluster's word, not theirs.
 *
 * @param job its name
 */
public record JobEnd(String job, Pod pod) {

  /** How a container ended; empty: it never ran. */
  Optional<ContainerStateTerminated> of(String container) {
    return statuses(pod)
        .filter(status -> status.getName().equals(container))
        .flatMap(status -> Optional.ofNullable(status.getState()).stream())
        .flatMap(state -> Optional.ofNullable(state.getTerminated()).stream())
        .findFirst();
  }

  boolean succeeded(String container) {
    return of(container).filter(end -> end.getExitCode() == 0).isPresent();
  }

  /** The image that a container was made of; empty: there is no such container. */
  String imageOf(String container) {
    return statuses(pod)
        .filter(status -> status.getName().equals(container))
        .map(ContainerStatus::getImage)
        .findFirst()
        .orElse("");
  }

  /** The first container that did not do what it was for, in the order in which they run. */
  Optional<ContainerStatus> firstFailed() {
    return statuses(pod)
        .filter(
            status ->
                Optional.ofNullable(status.getState())
                    .map(ContainerState::getTerminated)
                    .filter(end -> end.getExitCode() != 0)
                    .isPresent())
        .findFirst();
  }

  /** What the cluster says about the end: {@code DeadlineExceeded}, for instance. */
  String reason() {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getReason).orElse("");
  }

  /** Evicted, preempted, or lost with its node: it has not had its chance. */
  static boolean isTakenAway(Pod pod) {
    PodStatus status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
    boolean isDisrupted =
        status.getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("DisruptionTarget")
                        && condition.getStatus().equals("True"));
    boolean hasEnded = List.of("Succeeded", "Failed").contains(String.valueOf(status.getPhase()));
    boolean isEvicted =
        List.of("Evicted", "NodeLost", "Preempting", "Shutdown", "Terminated")
            .contains(String.valueOf(status.getReason()));
    return !"Succeeded".equals(status.getPhase()) && (isDisrupted || isEvicted || !hasEnded);
  }

  static boolean hasStarted(Pod pod) {
    return statuses(pod)
        .flatMap(status -> Optional.ofNullable(status.getState()).stream())
        .anyMatch(state -> state.getRunning() != null || state.getTerminated() != null);
  }

  static String whyNotStarted(Pod pod) {
    Stream<String> waiting =
        statuses(pod)
            .flatMap(status -> Optional.ofNullable(status.getState()).stream())
            .flatMap(state -> Optional.ofNullable(state.getWaiting()).stream())
            .filter(wait -> !"PodInitializing".equals(wait.getReason()))
            .map(wait -> (wait.getReason() + " " + text(wait.getMessage())).strip());
    Stream<String> unscheduled =
        Optional.ofNullable(pod.getStatus()).stream()
            .flatMap(status -> status.getConditions().stream())
            .filter(condition -> "False".equals(condition.getStatus()))
            .filter(condition -> "PodScheduled".equals(condition.getType()))
            .map(condition -> condition.getReason() + " " + text(condition.getMessage()));
    String all = Stream.concat(unscheduled, waiting).distinct().collect(Collectors.joining("; "));
    return all.isEmpty() ? "the cluster does not say why" : all;
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(
            status ->
                Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream()));
  }

  private static String text(String message) {
    return Optional.ofNullable(message).orElse("");
  }
}
