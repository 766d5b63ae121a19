package drover.cluster.agenttask;

import drover.cluster.launch.ObjectNames;
import drover.json.Json;
import drover.ledger.RunRecord;
import drover.task.Task;
import java.util.Optional;

/**
 * The name of a run's AgentTask: that of the one that asked for it, else {@code
 * webhook-publisher-ab3d5f7h2k}, of its trigger, its agent and its id. Known without asking the
 * cluster, and short enough for names of Kubernetes Jobs to be made from it.
 */
public final class RunNames {
  private static final int ID_CHARACTERS = 10;
  private static final int LONGEST_BEGINNING = 30;

  private RunNames() {}

  public static String of(RunRecord run) {
    Task task = Json.read(run.taskJson(), Task.class);
    return TaskKey.parse(run.source(), run.idemKey())
        .map(TaskKey::name)
        .orElseGet(() -> made(task.trigger(), task.agent(), run.id()));
  }

  /** The name of the AgentTask that is made for a run. */
  public static String made(String trigger, String agent, String run) {
    String beginning = ObjectNames.part(trigger + "-" + agent, LONGEST_BEGINNING);
    // the letter that every id begins with says nothing
    return beginning + "-" + run.substring(1, 1 + ID_CHARACTERS);
  }

  /** The AgentTask that asked for a run; empty: another trigger did. */
  public static Optional<TaskKey> askedBy(RunRecord run) {
    return TaskKey.parse(run.source(), run.idemKey());
  }
}
