package drover.cluster.turn;

import drover.cluster.launch.TurnSpec;
import drover.ledger.TurnRecord;
import drover.run.RunExecution;
import drover.turn.Assignment;

/** Says what an invocation is to be in the cluster. */
public interface TurnDescriptions {
  /** Name of its Kubernetes Job: of the run, the turn and the invocation alone. */
  String jobOf(RunExecution run, TurnRecord record);

  /** The same every time it is asked for the same invocation, but for credentials. */
  TurnSpec of(RunExecution run, Assignment assignment, TurnRecord record);
}
