package drover.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs in a cluster. Sizes, requests and limits are quantities as Kubernetes writes them.
 *
 * @param namespace of all objects of runs; empty: that of the factory's own pod or context
 * @param image what turns run in
 * @param workspaceClass storage class; empty: the cluster's default
 * @param sharedVolume claim that runs share which only read
 * @param pendingMinutes how long a pod may wait for its start
 * @param podRetries how often a turn goes on in another pod when the cluster takes its own away
 * @param requestsPerSecond most that are made in the cluster, in bursts of as many
 * @param keepFailedHours how long the workspace of a run stays that did not succeed
 * @param collectBytes most that a branch may bring into the factory
 */
public record KubernetesSettings(
    String namespace,
    String image,
    PullPolicy imagePullPolicy,
    List<String> imagePullSecrets,
    String cpuRequest,
    String cpuLimit,
    String memoryRequest,
    String memoryLimit,
    String temporarySize,
    String sharedMemorySize,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    String priorityClass,
    String workspaceSize,
    String workspaceClass,
    ReadOnlyWorkspace readOnlyWorkspace,
    String sharedVolume,
    long pendingMinutes,
    int podRetries,
    int requestsPerSecond,
    long ttlSeconds,
    long keepFailedHours,
    long collectBytes) {

  public KubernetesSettings {
    imagePullSecrets = List.copyOf(imagePullSecrets);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  /** When a node fetches the image. */
  public enum PullPolicy {
    @JsonProperty("Always")
    ALWAYS("Always"),
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT("IfNotPresent"),
    @JsonProperty("Never")
    NEVER("Never");

    private final String word;

    PullPolicy(String word) {
      this.word = word;
    }

    /** As Kubernetes writes it. */
    public String word() {
      return word;
    }
  }

  /** Where a run works that only reads. */
  public enum ReadOnlyWorkspace {
    @JsonProperty("shared")
    SHARED,
    @JsonProperty("empty-dir")
    EMPTY_DIR
  }

  /** Lets pods onto nodes that keep others away; fields as Kubernetes names them. */
  public record Toleration(
      Optional<String> key,
      Optional<String> operator,
      Optional<String> value,
      Optional<String> effect) {}

  /** How the pods of one job differ; what is left out is as for all. */
  public record Overrides(
      Optional<String> image,
      Optional<String> cpuRequest,
      Optional<String> cpuLimit,
      Optional<String> memoryRequest,
      Optional<String> memoryLimit,
      Optional<Map<String, String>> nodeSelector,
      Optional<List<Toleration>> tolerations,
      Optional<String> workspaceSize) {}

  KubernetesSettings with(Overrides own) {
    return new KubernetesSettings(
        namespace,
        own.image().orElse(image),
        imagePullPolicy,
        imagePullSecrets,
        own.cpuRequest().orElse(cpuRequest),
        own.cpuLimit().orElse(cpuLimit),
        own.memoryRequest().orElse(memoryRequest),
        own.memoryLimit().orElse(memoryLimit),
        temporarySize,
        sharedMemorySize,
        own.nodeSelector().orElse(nodeSelector),
        own.tolerations().orElse(tolerations),
        priorityClass,
        own.workspaceSize().orElse(workspaceSize),
        workspaceClass,
        readOnlyWorkspace,
        sharedVolume,
        pendingMinutes,
        podRetries,
        requestsPerSecond,
        ttlSeconds,
        keepFailedHours,
        collectBytes);
  }

  public Duration ttl() {
    return Duration.ofSeconds(ttlSeconds);
  }
}
