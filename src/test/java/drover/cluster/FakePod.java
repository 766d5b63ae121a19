package drover.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.util.HashMap;
import java.util.Map;

/** The pod of a Job. */
public final class FakePod {
  private static final String NAMESPACE = FakeCluster.NAMESPACE;

  private final FakeCluster cluster;
  private final NamespacedKubernetesClient client;
  private final String job;

  FakePod(FakeCluster cluster, String job) {
    this.cluster = cluster;
    this.client = cluster.operator();
    this.job = job;
  }

  public String name() {
    return job + "-abcde";
  }

  public FakePod waits(String reason, String message) {
    return state(
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting()
            .build(),
        "Pending");
  }

  public FakePod hasNoNode(String message) {
    put(
        fresh("Pending")
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(message)
            .endCondition()
            .endStatus()
            .build());
    return this;
  }

  public FakePod runs() {
    cluster.openLog(name());
    return state(new ContainerStateBuilder().withNewRunning().endRunning().build(), "Running");
  }

  public FakePod says(String... lines) {
    cluster.say(name(), lines);
    return this;
  }

  /** What it said first is gone. */
  public FakePod rotates(int kept) {
    cluster.rotateLog(name(), kept);
    return this;
  }

  public FakePod exits(int status) {
    return ends(status, status == 0 ? "Completed" : "Error");
  }

  public FakePod runsOutOfMemory() {
    return ends(137, "OOMKilled");
  }

  /** Its node had no room any more. */
  public FakePod isEvicted(String message) {
    put(
        fresh("Failed")
            .editStatus()
            .withReason("Evicted")
            .withMessage(message)
            .endStatus()
            .build());
    return this;
  }

  /** Its node is gone. */
  public FakePod losesItsNode() {
    put(
        fresh("Failed")
            .editSpec()
            .withNodeName("spot-1")
            .endSpec()
            .editStatus()
            .addNewCondition()
            .withType("DisruptionTarget")
            .withStatus("True")
            .withReason("DeletionByPodGC")
            .withMessage("PodGC: node no longer exists")
            .endCondition()
            .endStatus()
            .build());
    return this;
  }

  public FakePod cannotBeCloned(int status) {
    cluster.openLog(name());
    put(
        fresh("Failed")
            .editStatus()
            .addNewInitContainerStatus()
            .withName("clone")
            .withState(
                new ContainerStateBuilder()
                    .withNewTerminated()
                    .withExitCode(status)
                    .withReason("Error")
                    .endTerminated()
                    .build())
            .endInitContainerStatus()
            .endStatus()
            .build());
    return this;
  }

  /** As kubectl delete pod does it. */
  public FakePod vanishes() {
    cluster.dropLog(name());
    client.pods().inNamespace(NAMESPACE).withName(name()).delete();
    return this;
  }

  private FakePod ends(int status, String reason) {
    return state(
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(status)
            .withReason(reason)
            .endTerminated()
            .build(),
        status == 0 ? "Succeeded" : "Failed");
  }

  private FakePod state(ContainerState state, String phase) {
    put(
        fresh(phase)
            .editStatus()
            .addNewContainerStatus()
            .withName("agent")
            .withImage("drover-runtime")
            .withState(state)
            .endContainerStatus()
            .endStatus()
            .build());
    return this;
  }

  private PodBuilder fresh(String phase) {
    Job owner = client.batch().v1().jobs().inNamespace(NAMESPACE).withName(job).get();
    Map<String, String> labels =
        new HashMap<>(owner.getSpec().getTemplate().getMetadata().getLabels());
    labels.put("job-name", job);
    return new PodBuilder()
        .withNewMetadata()
        .withName(name())
        .withNamespace(NAMESPACE)
        .withLabels(labels)
        .endMetadata()
        .withSpec(owner.getSpec().getTemplate().getSpec())
        .withNewStatus()
        .withPhase(phase)
        .endStatus();
  }

  private void put(Pod pod) {
    var there = client.pods().inNamespace(NAMESPACE).withName(name());
    if (there.get() == null) {
      client.pods().inNamespace(NAMESPACE).resource(pod).create();
    } else {
      client.pods().inNamespace(NAMESPACE).resource(pod).update();
    }
  }
}
