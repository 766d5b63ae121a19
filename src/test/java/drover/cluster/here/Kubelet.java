package drover.cluster.here;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Does to pods and Jobs what a node and the Job controller do. */
final class Kubelet implements AutoCloseable {
  private static final String JOB = "job-name";

  private final KubernetesClient client;
  private final ContainersHere containers;
  private final ExecutorService hands = Executors.newCachedThreadPool();
  private final Set<String> alive = ConcurrentHashMap.newKeySet();

  Kubelet(KubernetesClient client, ContainersHere containers) {
    this.client = client;
    this.containers = containers;
  }

  void later(Runnable work) {
    hands.execute(work);
  }

  /** The Job gets its pod. */
  void begin(Job job) {
    String name = job.getMetadata().getName();
    var template = job.getSpec().getTemplate();
    Map<String, String> labels = new HashMap<>(template.getMetadata().getLabels());
    labels.put(JOB, name);
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(podOf(name))
            .withNamespace(job.getMetadata().getNamespace())
            .withLabels(labels)
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    later(() -> client.resource(pod).create());
  }

  void begin(Pod pod) {
    alive.add(pod.getMetadata().getName());
    later(() -> run(pod));
  }

  /** Names of pods that have not ended. */
  List<String> alive() {
    return List.copyOf(alive);
  }

  /** A Job that is deleted takes its pod with it, and its secrets and ConfigMaps. */
  void forget(String namespace, String job) {
    later(
        () -> {
          String pod = podOf(job);
          alive.remove(pod);
          containers.kill(pod);
          client.pods().inNamespace(namespace).withName(pod).delete();
          client.configMaps().inNamespace(namespace).withName(job).delete();
          client.secrets().inNamespace(namespace).withName(job).delete();
        });
  }

  /** Told, killed, gone. */
  void evict(String namespace, String name) {
    later(
        () -> {
          edit(
              resource(namespace, name),
              pod ->
                  pod.edit()
                      .editOrNewStatus()
                      .addToConditions(
                          new PodConditionBuilder()
                              .withType("DisruptionTarget")
                              .withStatus("True")
                              .withReason("EvictionByEvictionAPI")
                              .withMessage("Eviction API: evicting")
                              .build())
                      .endStatus()
                      .build());
          containers.kill(name);
        });
  }

  @Override
  public void close() {
    List.copyOf(alive).forEach(containers::kill);
    hands.shutdownNow();
  }

  private static String podOf(String job) {
    return job + "-abcde";
  }

  private void run(Pod pod) {
    String name = pod.getMetadata().getName();
    try {
      List<ContainerStatus> before = new ArrayList<>();
      List<Future<Integer>> beside = new ArrayList<>();
      boolean goesOn = true;
      for (Container container : pod.getSpec().getInitContainers()) {
        if (goesOn && alive.contains(name) && "Always".equals(container.getRestartPolicy())) {
          before.add(status(container, running()));
          beside.add(hands.submit(() -> containers.execute(pod, container)));
          while (alive.contains(name) && !containers.isUp(pod, container)) {
            TimeUnit.MILLISECONDS.sleep(100);
          }
        } else if (goesOn && alive.contains(name)) {
          before.add(ended(container, containers.execute(pod, container)));
          goesOn = exit(before.getLast()) == 0;
        }
      }
      List<ContainerStatus> main = new ArrayList<>();
      Container first = pod.getSpec().getContainers().getFirst();
      if (goesOn && alive.contains(name)) {
        show(pod, "Running", before, List.of(status(first, running())));
        main.add(ended(first, containers.execute(pod, first)));
        goesOn = exit(main.getLast()) == 0;
      }
      containers.kill(name); // what ran beside it has nobody to run for any more
      for (Future<Integer> one : beside) {
        one.get();
      }
      if (alive.remove(name)) {
        show(
            pod,
            goesOn ? "Succeeded" : "Failed",
            before.stream().map(Kubelet::over).toList(),
            main);
        conclude(pod, goesOn);
      }
    } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
      if (alive.contains(name)) {
        System.err.println("pod " + name + ": " + e);
      }
    }
  }

  private void show(
      Pod pod, String phase, List<ContainerStatus> before, List<ContainerStatus> main) {
    edit(
        resource(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
        now ->
            now.edit()
                .withStatus(
                    new PodStatusBuilder(
                            Objects.requireNonNullElseGet(
                                now.getStatus(), () -> new PodStatusBuilder().build()))
                        .withPhase(phase)
                        .withPodIP("127.0.0.1")
                        .withInitContainerStatuses(before)
                        .withContainerStatuses(main)
                        .removeMatchingFromConditions(one -> one.getType().equals("Ready"))
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(phase.equals("Running") ? "True" : "False")
                        .endCondition()
                        .build())
                .build());
  }

  private void conclude(Pod pod, boolean succeeded) {
    String job = pod.getMetadata().getLabels().get(JOB);
    String namespace = pod.getMetadata().getNamespace();
    if (job == null) {
      return;
    }
    var resource = client.batch().v1().jobs().inNamespace(namespace).withName(job);
    if (resource.get() != null) {
      resource.edit(
          now ->
              now.edit()
                  .withNewStatus()
                  .addNewCondition()
                  .withType(succeeded ? "Complete" : "Failed")
                  .withStatus("True")
                  .withReason(succeeded ? "CompletionsReached" : "BackoffLimitExceeded")
                  .endCondition()
                  .endStatus()
                  .build());
    }
    var left = resource(namespace, pod.getMetadata().getName());
    Pod now = left.get();
    boolean isEvicted =
        now != null
            && now.getStatus().getConditions().stream()
                .anyMatch(one -> one.getType().equals("DisruptionTarget"));
    if (isEvicted) {
      left.delete();
    }
  }

  private static void edit(PodResource pod, UnaryOperator<Pod> change) {
    if (pod.get() != null) {
      pod.edit(change);
    }
  }

  private PodResource resource(String namespace, String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }

  private static int exit(ContainerStatus status) {
    return status.getState().getTerminated().getExitCode();
  }

  private static ContainerState running() {
    return new ContainerStateBuilder().withNewRunning().endRunning().build();
  }

  /** Where it still ran it was killed. */
  private static ContainerStatus over(ContainerStatus status) {
    return status.getState().getRunning() == null
        ? status
        : new ContainerStatusBuilder(status)
            .withNewState()
            .withNewTerminated()
            .withExitCode(137)
            .withReason("Error")
            .endTerminated()
            .endState()
            .build();
  }

  private static ContainerStatus ended(Container container, int exitCode) {
    return status(
        container,
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(exitCode == 0 ? "Completed" : "Error")
            .endTerminated()
            .build());
  }

  private static ContainerStatus status(Container container, ContainerState state) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withState(state)
        .build();
  }
}
