package drover.crash;

import drover.cluster.here.PodsHere;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every Job was made once, every turn in a cluster is one that the ledger knows, a killed factory
 * loses none of them, and when all is over nothing works and nothing secret is left there.
 */
final class PodsAreMadeOnce implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath.cluster().map(side -> wrong(aftermath, side.cluster())).orElse(List.of());
  }

  private static List<String> wrong(Aftermath aftermath, PodsHere cluster) {
    List<String> wrong = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Job job : cluster.made()) {
      if (!names.add(job.getMetadata().getName())) {
        wrong.add("Job " + job.getMetadata().getName() + " was made twice");
      }
    }
    List<TurnRecord> turns =
        aftermath.story().runs().stream()
            .flatMap(run -> aftermath.ledger().read().turns().all(run.id()).stream())
            .toList();
    long inCluster =
        cluster.made().stream()
            .filter(
                job ->
                    job.getMetadata()
                        .getLabels()
                        .getOrDefault("agents.kyle.pericak.com/part", "")
                        .equals("turn"))
            .count();
    if (inCluster > turns.size()) {
      wrong.add("%d turns were made, the ledger knows %d".formatted(inCluster, turns.size()));
    }
    boolean isCancelled = aftermath.story().cancelsFirstRun();
    turns.stream()
        .filter(turn -> !isCancelled && turn.outcome().filter("lost"::equals).isPresent())
        .forEach(
            turn -> wrong.add("turn %d-%d was lost".formatted(turn.turn(), turn.invocation())));
    cluster.working().forEach(pod -> wrong.add("pod " + pod + " still works"));
    cluster.names(Secret.class).forEach(name -> wrong.add("Secret " + name + " is left"));
    boolean allSucceeded =
        aftermath.story().runs().stream()
            .allMatch(
                run ->
                    aftermath
                        .recordOf(run)
                        .filter(record -> record.state() == RunState.SUCCEEDED)
                        .isPresent());
    if (allSucceeded) {
      cluster
          .names(PersistentVolumeClaim.class)
          .forEach(name -> wrong.add("volume " + name + " is left"));
    }
    return wrong;
  }
}
