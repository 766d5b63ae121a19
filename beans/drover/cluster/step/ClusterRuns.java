package drover.cluster.step;

import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.ObjectNames;
import drover.run.RunExecution;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;
import java.util.function.Supplier;

/** What the cluster calls a run. */
public final class ClusterRuns {
  /** Tells of the AgentTask of a run, where AgentTasks are kept. */
  public interface TaskObjects {
    /** There are none. */
    TaskObjects NONE = run -> Optional.empty();

    /** The object that asked for the run, or shows it; it has a name and a uid. */
    Optional<OwnerReference> of(RunExecution run);
  }

  private static final int LONGEST_BEGINNING = 30;
  private static final int ID_CHARACTERS = 10;

  private final Supplier<String> namespace;
  private final TaskObjects tasks;

  public ClusterRuns(Supplier<String> namespace, TaskObjects tasks) {
    this.namespace = namespace;
    this.tasks = tasks;
  }

  public ClusterRun of(RunExecution run) {
    Optional<OwnerReference> owner = tasks.of(run);
    return new ClusterRun(
        run.id(),
        owner.map(OwnerReference::getName).orElseGet(() -> nameOf(run)),
        run.task().agent(),
        namespace.get(),
        run.createdAt().getEpochSecond(),
        owner);
  }

  /** Two runs of one second do not have the same. */
  private static String nameOf(RunExecution run) {
    String beginning =
        ObjectNames.part(run.task().trigger() + "-" + run.task().agent(), LONGEST_BEGINNING);
    return beginning + "-" + run.id().substring(1, 1 + ID_CHARACTERS);
  }
}
