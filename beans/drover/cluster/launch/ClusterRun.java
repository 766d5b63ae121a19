package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A run as the cluster knows it.
 *
 * @param id of the run in the ledger
 * @param task name of its AgentTask, or what stands for it
 * @param agent who works
 * @param namespace of all its objects
 * @param seconds when the run was made, since 1970
 * @param owner its AgentTask, which takes its objects with it when it goes; empty: none
 */
public record ClusterRun(
    String id,
    String task,
    String agent,
    String namespace,
    long seconds,
    Optional<OwnerReference> owner) {

  /** Selected by the policies of the network. */
  public static final String AGENT = "agents.kyle.pericak.com/agent";

  public static final String TASK = "agents.kyle.pericak.com/task";

  /** Which part of a run it is: turn, verify, evaluate, collect, deliver, workspace. */
  public static final String PART = "agents.kyle.pericak.com/part";

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String FACTORY = "drover";

  /** On every object as an annotation, and as a label to select by. */
  public static final String RUN = "agents.kyle.pericak.com/run-id";

  public static final String INVOCATION = "agents.kyle.pericak.com/invocation";

  /** SHA-256 of what was asked for: an object of this name that differs is somebody else's. */
  public static final String DIGEST = "agents.kyle.pericak.com/digest";

  /** Name of the Job of an invocation. */
  public String turnJob(int turn, int invocation) {
    return ObjectNames.of(task, seconds, turn + "-" + invocation);
  }

  /**
   * Name of another Job of the run.
   *
   * @param step {@code seq} of the step, so that each time has a Job of its own
   */
  public String job(String part, int attempt, int step) {
    return ObjectNames.of(task, seconds, part + "-" + attempt + "-" + step);
  }

  /** Name of the volume of its workspace. */
  public String volume() {
    String end = "-" + seconds;
    String begin = "agent-ws-";
    return begin
        + ObjectNames.part(task, ObjectNames.LONGEST - begin.length() - end.length())
        + end;
  }

  Map<String, String> labels(String part) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(MANAGED_BY, FACTORY);
    labels.put(TASK, ObjectNames.label(task));
    labels.put(AGENT, ObjectNames.label(agent));
    labels.put(RUN, id);
    labels.put(PART, part);
    return labels;
  }
}
