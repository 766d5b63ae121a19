package drover.cluster.agenttask;

import drover.cluster.step.ClusterRuns.TaskObjects;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.run.RunExecution;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/**
 * The AgentTask that a run's objects belong to, so that they go when it goes. The one that asked
 * for a run is known by the run's key; one that was made to show it may not be there yet.
 */
public final class TaskOwners implements TaskObjects {
  private final Fleet fleet;
  private final Ledger ledger;

  public TaskOwners(Fleet fleet, Ledger ledger) {
    this.fleet = fleet;
    this.ledger = ledger;
  }

  @Override
  public Optional<OwnerReference> of(RunExecution run) {
    Optional<OwnerReference> asked =
        ledger
            .read()
            .runs()
            .find(run.id())
            .flatMap(TaskOwners::askedBy)
            .map(key -> reference(key.name(), key.uid()));
    return asked.or(
        () ->
            fleet.all().stream()
                .filter(task -> task.madeFor().equals(Optional.of(run.id())))
                .findFirst()
                .map(task -> reference(task.name(), task.uid())));
  }

  private static Optional<TaskKey> askedBy(RunRecord run) {
    return TaskKey.parse(run.source(), run.idemKey());
  }

  private static OwnerReference reference(String name, String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion(AgentTask.GROUP + "/" + AgentTask.VERSION)
        .withKind(AgentTask.KIND)
        .withName(name)
        .withUid(uid)
        .build();
  }
}
